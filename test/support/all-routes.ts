import { accessRoutes } from '../../functions/portal/account/access-routes.tsx';
import { accountRoutes } from '../../functions/portal/account/account-routes.tsx';
import { endRoutes } from '../../functions/portal/account/end-routes.tsx';
import { criRoutes } from '../../functions/portal/desk/cri-routes.tsx';
import type { DeskDeps } from '../../functions/portal/desk/desk.tsx';
import { sponsorRoutes } from '../../functions/portal/desk/sponsor-routes.tsx';
import { cardRoutes } from '../../functions/portal/link/card-routes.tsx';
import { linkRoutes } from '../../functions/portal/link/link-routes.tsx';
import { activationAddressRoutes } from '../../functions/portal/link/activation-address-routes.tsx';
import { activationRoutes } from '../../functions/portal/link/activation-routes.tsx';
import { notMeRoutes } from '../../functions/portal/link/not-me-routes.tsx';
import { recoverRoutes } from '../../functions/portal/link/recover-routes.tsx';
import { resultRoutes } from '../../functions/portal/link/result-routes.tsx';
import { stayRoutes } from '../../functions/portal/link/stay-routes.tsx';
import { type PasswordCheckDeps, passwordCheckRoutes } from '../../functions/portal/account/password-check-routes.tsx';
import type { Routes } from '../../functions/portal/portal-env.ts';
import { publicRoutes } from '../../functions/portal/public/public-routes.tsx';

/** What the functions of the portal reach between them. */
export type AllDeps = PasswordCheckDeps & DeskDeps;

/** The pages of every function of the portal, as the API puts them together. */
export const allRoutes: readonly Routes<AllDeps>[] = [
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
  passwordCheckRoutes,
  sponsorRoutes,
  criRoutes,
];
