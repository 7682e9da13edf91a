import { criRoutes } from './desk/cri-routes.tsx';
import { deployedDeskDeps } from './desk/deployed-desk-deps.ts';
import { sponsorRoutes } from './desk/sponsor-routes.tsx';
import { httpApi } from './http-api.ts';
import { portal } from './portal.tsx';

// Acts for others: this function reads roles and asks for passwords again, and may neither open nor close the vault.
const deps = deployedDeskDeps();
export const handler = httpApi(portal(deps, [sponsorRoutes, criRoutes]), deps);
