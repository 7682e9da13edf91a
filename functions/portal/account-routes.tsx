import { AccountPage } from './account-page.tsx';
import type { Routes } from './portal-env.ts';

/** What somebody with an account does: signing in, what the account is, what can be changed. */
export const accountRoutes: Routes = (app, _deps, { view }) => {
  app.get('/account', (c) => c.html(<AccountPage view={view(c)} />));
};
