import { accountRoutes } from './account-routes.tsx';
import { deployedPortalDeps } from './deployed-portal-deps.ts';
import { httpApi } from './http-api.ts';
import { linkRoutes } from './link-routes.tsx';
import { activationAddressRoutes } from './activation-address-routes.tsx';
import { activationRoutes } from './activation-routes.tsx';
import { notMeRoutes } from './not-me-routes.tsx';
import { recoverRoutes } from './recover-routes.tsx';
import { resultRoutes } from './result-routes.tsx';
import { portal } from './portal.tsx';
import { publicRoutes } from './public-routes.tsx';

const deps = deployedPortalDeps();
export const handler = httpApi(
  portal(deps, [
    publicRoutes,
    linkRoutes,
    activationAddressRoutes,
    activationRoutes,
    notMeRoutes,
    recoverRoutes,
    resultRoutes,
    accountRoutes,
  ]),
  deps,
);
