import { accountRoutes } from '../../functions/portal/account-routes.tsx';
import { linkRoutes } from '../../functions/portal/link-routes.tsx';
import { activationAddressRoutes } from '../../functions/portal/activation-address-routes.tsx';
import { activationRoutes } from '../../functions/portal/activation-routes.tsx';
import { notMeRoutes } from '../../functions/portal/not-me-routes.tsx';
import { recoverRoutes } from '../../functions/portal/recover-routes.tsx';
import { resultRoutes } from '../../functions/portal/result-routes.tsx';
import { type PasswordCheckDeps, passwordCheckRoutes } from '../../functions/portal/password-check-routes.tsx';
import type { Routes } from '../../functions/portal/portal-env.ts';
import { publicRoutes } from '../../functions/portal/public-routes.tsx';

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
  passwordCheckRoutes,
];
