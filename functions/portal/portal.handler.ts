import { accountRoutes } from './account-routes.tsx';
import { deployedPortalDeps } from './deployed-portal-deps.ts';
import { httpApi } from './http-api.ts';
import { linkRoutes } from './link-routes.tsx';
import { portal } from './portal.tsx';
import { publicRoutes } from './public-routes.tsx';

const deps = deployedPortalDeps();
export const handler = httpApi(portal(deps, [publicRoutes, linkRoutes, accountRoutes]), deps);
