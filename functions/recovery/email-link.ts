import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { toldLastDay } from '../account/account-dates.ts';
import { findAccount } from '../account/account-repository.ts';
import { mayHavePassword } from '../account/account-use.ts';
import type { Account } from '../account/account.ts';
import { recoveryAddressOf } from '../account/recovery-address.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { getFile } from '../file/file-repository.ts';
import type { FileRecord } from '../file/file.ts';
import { missingPieces } from '../file/missing-pieces.ts';
import { mailedLately } from '../link/mailed-lately.ts';
import { letInLink, mailedLink, type MailedLinkDeps } from '../link/mailed-link.ts';
import { accountEnded } from '../mail/letters/account-ended.tsx';
import { accountLocked } from '../mail/letters/account-locked.tsx';
import { addresseeOf } from '../mail/addressee.ts';
import { inPreparation } from '../mail/letters/in-preparation.tsx';
import type { Letter, Mail } from '../mail/mail.ts';
import { mayMail, type MayMailDeps } from '../mail/may-mail.ts';
import { missingPieces as missingPiecesLetter } from '../mail/letters/missing-pieces.tsx';
import { reachableAddress, type ReachableAddressDeps } from '../mail/reachable-address.ts';
import { recoveryLink } from '../mail/letters/recovery-link.tsx';
import { sendOnce } from '../mail/send-once.ts';
import { welcome } from '../mail/letters/welcome.tsx';
import { getOperation } from '../operation/operation-repository.ts';
import type { CountMetric } from '../step/count-metric.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import type { University } from '../university/university.ts';

export const contract = {
  input: z.object({
    operationId: id,
    accountId: id,
    /** All that the request is about. */
    accounts: z.array(id),
  }),
  output: z.object({
    outcome: z.enum(['sent', 'already-sent', 'refused', 'throttled', 'no-address', 'nothing-to-say']),
    /** Whether a mail went out, now or when this ran before: in words, since the workflow looks for one in the list of all. */
    mailed: z.enum(['yes', 'no']),
  }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

interface Deps extends MayMailDeps, MailedLinkDeps, ReachableAddressDeps {
  readonly tables: Tables;
  readonly mail: Mail;
  readonly university: University;
  readonly countMetric: CountMetric;
  readonly now: () => Temporal.Instant;
}

/**
 * Mails the account's own recovery address what the person who asked can do: choose another password, activate, see what
 * the file lacks; or why there is no way in, and whom to ask. A request too many mints no link, so that it kills none (B-08).
 * @throws RetryableError when the tables or the mail provider are away.
 */
export async function emailLink({ operationId, accountId, accounts }: Input, deps: Deps): Promise<Output> {
  const { tables, university, now } = deps;
  const operation = await getOperation(operationId, 'recovery', { tables });
  const account = await findAccount(accountId, tables);
  const fileId = account?.leadingFileId ?? operation?.fileId;
  const file = fileId === undefined ? undefined : await getFile(fileId, tables);
  // Before there is an account, a dead link's file says whose it will be.
  if (!operation || (!account && file?.accountId !== accountId)) return { outcome: 'nothing-to-say', mailed: 'no' };

  const to = await reachableAddress(recoveryAddressOf(account, file, now(), university), deps);
  if (to === undefined) return { outcome: 'no-address', mailed: 'no' };
  const mailKey = `${operationId}#${accountId}`;
  const about = { mailKey, file, oneOfSeveral: accounts.length > 1, unlocked: operation.unlocked === true };
  const outcome = await sendOnce(
    {
      mailKey,
      to,
      write: () => (account ? letterFor(account, about, deps) : letterBefore(file, deps)),
      // Whoever has a link in the mailbox since a moment needs no other: the day's mails stay for later.
      allowed: async () =>
        !(account && (await mailedLately(account, deps))) &&
        (await mayMail({ accountId, knownBy: operation.knownBy }, deps)),
    },
    deps,
  );
  const mailed = outcome === 'sent' || outcome === 'already-sent';
  // What says that there is no way in holds no link.
  if (mailed && !(account && noWayIn(account, deps))) {
    await tables.write(auditEntry(accountId, 'link-mailed', operationId, now()));
  }
  return { outcome, mailed: mailed ? 'yes' : 'no' };
}

/** Why no link lets anybody in; one whose account stands in no directory yet leads to its file. */
function noWayIn(account: Account, { university, now }: Deps): 'locked' | 'ended' | undefined {
  if (account.lock) return 'locked';
  return account.state === 'requested' || mayHavePassword(account, university, now()) ? undefined : 'ended';
}

interface About {
  readonly mailKey: string;
  readonly file: FileRecord | undefined;
  readonly oneOfSeveral: boolean;
  readonly unlocked: boolean;
}

async function letterFor(account: Account, { mailKey, file, ...about }: About, deps: Deps): Promise<Letter> {
  const { university } = deps;
  const { login, office, population, services, mailAddress, lastDay, state } = account;
  const to = { ...addresseeOf(account, file, university), login, office };
  const ends = { ...(lastDay !== undefined && { lastDay }) };
  const reason = noWayIn(account, deps);
  if (reason === 'locked') return accountLocked(to);
  if (reason === 'ended') return accountEnded({ ...to, ...toldLastDay(account, university) });
  if (state === 'requested') return letterBefore(file, deps, account);
  const { purpose, link } = await letInLink(account, file, mailKey, deps);
  if (purpose === 'recovery') return recoveryLink({ ...to, population, services, link, ...about });
  return welcome({ ...to, ...ends, services, link, fresh: true, ...(mailAddress !== undefined && { mailAddress }) });
}

/** Of a file whose account stands in no directory yet: what it lacks, or that it is on its way. */
async function letterBefore(file: FileRecord | undefined, deps: Deps, account?: Account): Promise<Letter> {
  if (!file) throw new Error('An account that is not provisioned has a file');
  const { university } = deps;
  const { fileId, accountId, addressVersion, office } = file;
  const epoch = account?.credentialEpoch ?? 0;
  const link = await mailedLink({ purpose: 'status', accountId, fileId, addressVersion, epoch }, account, deps);
  const to = { ...addresseeOf(account ?? {}, file, university), office, link };
  const pieces = missingPieces(file, university);
  if (pieces.length > 0) return missingPiecesLetter({ ...to, pieces, open: account !== undefined });
  return inPreparation({ ...to, ...(account && { login: account.login }) });
}
