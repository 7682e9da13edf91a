import { deployedPasswordDirectories } from '../directory/deployed-directories.ts';
import { deployedPortalDeps } from './deployed-portal-deps.ts';
import { httpApi } from './http-api.ts';
import { passwordCheckRoutes } from './account/password-check-routes.tsx';
import { portal } from './portal.tsx';

// The forms that hold a current password: this function alone of the portal reaches the directories.
const deps = { ...deployedPortalDeps(), passwordDirectory: deployedPasswordDirectories() };
export const handler = httpApi(portal(deps, [passwordCheckRoutes]), deps);
