import { Temporal } from 'temporal-polyfill';
import type { Account } from '../account/account.ts';
import type { PasswordDirectory } from '../directory/password-directory.ts';
import type { Role } from '../directory/role.ts';
import { RetryableError } from '../step/errors.ts';
import type { Tables } from '../table/tables.ts';
import type { DirectoryName, University } from '../university/university.ts';
import type { SignedIn } from './find-session.ts';
import type { RolesRead } from './session.ts';

/** How long a role that the directory has withdrawn can still be used. */
const rolesKept = Temporal.Duration.from({ minutes: 5 });

export interface ReadRolesDeps {
  readonly university: University;
  readonly passwordDirectory: (name: DirectoryName) => Pick<PasswordDirectory, 'roles'>;
  readonly now: () => Temporal.Instant;
}

/** The roles that the directory gives somebody now; nothing is known while it is away. */
export async function readRoles({ login, directories }: Account, deps: ReadRolesDeps): Promise<RolesRead> {
  const { university, passwordDirectory, now } = deps;
  const rolesReadAt = now().toString();
  if (!directories[university.rolesIn]) return { roles: [], rolesReadAt };
  try {
    return { roles: [...(await passwordDirectory(university.rolesIn).roles(login))], rolesReadAt };
  } catch (error) {
    if (error instanceof RetryableError) return {};
    throw error;
  }
}

/**
 * The roles of somebody who is signed in, as the directory gave them five minutes ago at most.
 * @throws RetryableError when they are older and the directory is away: nobody acts by a role that may be gone.
 */
export async function currentRoles(
  { session, account }: SignedIn,
  deps: ReadRolesDeps & { readonly tables: Pick<Tables, 'write'> },
): Promise<readonly Role[]> {
  const { roles, rolesReadAt, sessionHash, accountId } = session;
  if (roles && rolesReadAt !== undefined) {
    const until = Temporal.Instant.from(rolesReadAt).add(rolesKept);
    if (Temporal.Instant.compare(deps.now(), until) < 0) return roles;
  }
  const read = await readRoles(account, deps);
  if (!read.roles) throw new RetryableError('The roles could not be read');
  await deps.tables.write({
    table: 'sessions',
    update: { sessionHash },
    set: { ...read },
    if: { equals: { accountId } },
  });
  return read.roles;
}
