import { accountRoutes } from '../../functions/portal/account/account-routes.tsx';
import { endRoutes } from '../../functions/portal/account/end-routes.tsx';
import { linkRoutes } from '../../functions/portal/link/link-routes.tsx';
import { activationAddressRoutes } from '../../functions/portal/link/activation-address-routes.tsx';
import { activationRoutes } from '../../functions/portal/link/activation-routes.tsx';
import { notMeRoutes } from '../../functions/portal/link/not-me-routes.tsx';
import { recoverRoutes } from '../../functions/portal/link/recover-routes.tsx';
import { resultRoutes } from '../../functions/portal/link/result-routes.tsx';
import { type PasswordCheckDeps, passwordCheckRoutes } from '../../functions/portal/account/password-check-routes.tsx';
import type { Routes } from '../../functions/portal/portal-env.ts';
import { publicRoutes } from '../../functions/portal/public/public-routes.tsx';

/** The pages of both functions of the portal, as the API puts them together. */
export const allRoutes: readonly Routes<PasswordCheckDeps>[] = [
  publicRoutes,
  linkRoutes,
  activationAddressRoutes,
  activationRoutes,
  notMeRoutes,
  recoverRoutes,
  resultRoutes,
  accountRoutes,
  endRoutes,
  passwordCheckRoutes,
];
