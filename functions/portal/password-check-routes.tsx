import type { PasswordDirectory } from '../directory/password-directory.ts';
import type { DirectoryName } from '../university/university.ts';
import type { PortalDeps, Routes } from './portal-env.ts';

export interface PasswordCheckDeps extends PortalDeps {
  readonly passwordDirectory: (name: DirectoryName) => PasswordDirectory;
}

/** The forms on which a current password is typed: a bind shows whether it is the right one, and nothing else does. */
export const passwordCheckRoutes: Routes<PasswordCheckDeps> = () => undefined;
