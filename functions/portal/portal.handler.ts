import { accessRoutes } from './account/access-routes.tsx';
import { accountRoutes } from './account/account-routes.tsx';
import { endRoutes } from './account/end-routes.tsx';
import { deployedPortalDeps } from './deployed-portal-deps.ts';
import { cardRoutes } from './link/card-routes.tsx';
import { httpApi } from './http-api.ts';
import { linkRoutes } from './link/link-routes.tsx';
import { activationAddressRoutes } from './link/activation-address-routes.tsx';
import { activationRoutes } from './link/activation-routes.tsx';
import { notMeRoutes } from './link/not-me-routes.tsx';
import { recoverRoutes } from './link/recover-routes.tsx';
import { resultRoutes } from './link/result-routes.tsx';
import { stayRoutes } from './link/stay-routes.tsx';
import { portal } from './portal.tsx';
import { publicRoutes } from './public/public-routes.tsx';

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
    cardRoutes,
    stayRoutes,
    accountRoutes,
    endRoutes,
    accessRoutes,
  ]),
  deps,
);
