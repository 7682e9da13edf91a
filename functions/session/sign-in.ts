import type { BlockList } from 'node:net';
import type { Temporal } from 'temporal-polyfill';
import type { Account } from '../account/account.ts';
import { directoriesWithPassword, mayBeUsed } from '../account/account-use.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { signedIn, signInBy } from '../audit/read-events.ts';
import type { PasswordDirectory } from '../directory/password-directory.ts';
import { tokenBytes } from '../link/link-token.ts';
import { comparableAddress } from '../mail/comparable-address.ts';
import { passwordTyped } from '../password/password-shape.ts';
import { RetryableError } from '../step/errors.ts';
import type { CountMetric } from '../step/count-metric.ts';
import type { Tables } from '../table/tables.ts';
import { clientBucket } from '../throttle/client-bucket.ts';
import { countUses } from '../throttle/count-uses.ts';
import type { Limit } from '../throttle/throttle.ts';
import type { DirectoryName, University } from '../university/university.ts';
import { readRoles } from './current-roles.ts';
import { accountIdNamed, accountOrNobody, nobodysLogin, signInName } from './find-by-name.ts';
import { deviceCookie, knownDevice, namesOf, nonceBytes } from './known-device.ts';
import { sessionHash, sessionPut } from './session.ts';

/**
 * By the name that was typed, and by the account that it names, for all strangers together: 16 at most in any quarter of an
 * hour, fewer than the 20 after which a directory keeps everybody out (`pwdMaxFailure`, local/directory/base.ldif), so that
 * the owner has tries left there (D-11).
 */
export const triesByName: Limit = { uses: 8, windowSeconds: 15 * 60 };

/** By client address, outside the campus: PWM's default for an address (D-05). */
export const triesByAddress: Limit = { uses: 30, windowSeconds: 5 * 60 };

export interface SignInDeps {
  readonly tables: Tables;
  readonly hmacKey: string;
  readonly university: University;
  readonly passwordDirectory: (name: DirectoryName) => PasswordDirectory;
  readonly campus: BlockList;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly now: () => Temporal.Instant;
  readonly newId: () => string;
  readonly countMetric: CountMetric;
}

export interface SignInForm {
  /** A login or an address of the university, as it was typed. */
  readonly name: string;
  readonly password: string;
  readonly clientAddress: string | undefined;
  /** What this browser holds: of an earlier coming in, and of a session that ends now. */
  readonly device: string | undefined;
  readonly formerSession: string | undefined;
}

export type SignInOutcome =
  | { readonly outcome: 'signed-in'; readonly account: Account; readonly token: string; readonly device: string }
  /** Wrong, unknown, or not looked at: nothing tells which (D-01). */
  | { readonly outcome: 'refused' }
  /** Not signed in, and a directory does not answer: the same for everybody, whichever directory would have known. */
  | { readonly outcome: 'away' };

/**
 * Signs somebody in by one bind to one directory: where the password was verified in the current epoch, and nowhere else.
 * Counting comes first, and counts names that nobody has (D-03); then follow the same calls for everybody (D-02).
 *
 * A directory compares a password with a hash, which is what takes time, only for an entry that it has, and not for one that
 * is past its end. So an unknown name, and an account that has no password or may not be used now, is asked about as
 * `nobodysLogin`, which every directory has; and whoever is not signed in was asked about in every directory, so that neither
 * the time nor an outage tells where an account has its password (D-01, ASVS 6.3.8; docs/decisions/sign-in-timing.md).
 *
 * @throws RetryableError when the tables are away: nobody is let in that nobody counts (D-07).
 */
export async function signIn(form: SignInForm, deps: SignInDeps): Promise<SignInOutcome> {
  const signed = await judged(form, deps);
  // One guess at each of many names meets no limit (D-04): it is the operator who sees it.
  if (signed.outcome === 'refused') deps.countMetric('SignInRefused');
  return signed;
}

async function judged(form: SignInForm, deps: SignInDeps): Promise<SignInOutcome> {
  const { tables, hmacKey, university, now } = deps;
  const comparable = comparableAddress(form.name);
  const name = signInName(comparable);
  const device = knownDevice(form.device, comparable, hmacKey);
  const bucketOf = (kind: string, of: string) => ({
    bucket: device === undefined ? `sign-in#${kind}#${of}` : `device#${device}#${kind}#${of}`,
    limit: triesByName,
  });
  const client = clientBucket(form.clientAddress, deps.campus);
  const counted = [
    bucketOf('name', comparable),
    ...(client === undefined ? [] : [{ bucket: `sign-in#${client}`, limit: triesByAddress }]),
  ];
  if ((await countUses(counted, deps)) !== undefined) return { outcome: 'refused' };

  const accountId = await accountIdNamed(name, tables);
  // An account is known by several names: none of them gives more tries.
  if ((await countUses([bucketOf('account', accountId ?? `none#${comparable}`)], deps)) !== undefined) {
    return { outcome: 'refused' };
  }
  const account = await accountOrNobody(accountId, tables);
  const usable = account && mayBeUsed(account, university, now()) ? account : undefined;
  const [verified] = usable ? directoriesWithPassword(usable, university) : [];

  const password = passwordTyped(form.password);
  const answers = [];
  if (usable && verified !== undefined) {
    const bound = await bindOnce(deps.passwordDirectory(verified), usable.login, password);
    if (bound === 'bound') return opened(usable, comparable, form, deps);
    answers.push(bound);
  }
  for (const other of university.passwordOrder.filter((each) => each !== verified)) {
    answers.push(await bindOnce(deps.passwordDirectory(other), nobodysLogin, password));
  }
  return { outcome: answers.includes('away') ? 'away' : 'refused' };
}

/** I-18: one bind in a directory for one form, whatever becomes of it. */
async function bindOnce(directory: PasswordDirectory, login: string, password: string) {
  try {
    return await directory.bind(login, password);
  } catch (error) {
    if (error instanceof RetryableError) return 'away';
    throw error;
  }
}

/** A new id at every sign-in, and the end of the session that this browser had (E-02). */
async function opened(
  account: Account,
  comparable: string,
  form: SignInForm,
  deps: SignInDeps,
): Promise<SignInOutcome> {
  const { tables, hmacKey, randomBytes, now, newId } = deps;
  const { accountId, credentialEpoch: epoch, sessionEpoch } = account;
  const token = Buffer.from(randomBytes(tokenBytes)).toString('base64url');
  const at = now();
  const roles = await readRoles(account, deps);
  const { conflicts } = await tables.transact([
    sessionPut({ accountId, epoch, sessionEpoch, ...roles }, token, { hmacKey, now }),
    auditEntry(accountId, signedIn, signInBy(at, newId()), at),
    ...(form.formerSession === undefined
      ? []
      : [{ table: 'sessions', delete: { sessionHash: sessionHash(form.formerSession, hmacKey) } } as const]),
  ]);
  if (conflicts.length > 0) throw new RetryableError('The session could not be opened');
  const names = [comparable, ...namesOf(account)];
  const device = deviceCookie(form.device, names, { hmacKey, fresh: () => randomBytes(nonceBytes) });
  return { outcome: 'signed-in', account, token, device };
}
