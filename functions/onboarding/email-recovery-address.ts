import { createHash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { dayOf, hasEnded, toldLastDay } from '../account/account-dates.ts';
import { findAccount } from '../account/account-repository.ts';
import type { Account } from '../account/account.ts';
import { isInUse } from '../account/account-state.ts';
import { recoveryAddressOf } from '../account/recovery-address.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { getFile, recordFileOutcome } from '../file/file-repository.ts';
import type { FileRecord } from '../file/file.ts';
import { missingPieces } from '../file/missing-pieces.ts';
import { mailedLink, type MailedLinkDeps } from '../link/mailed-link.ts';
import { accountEnded } from '../mail/letters/account-ended.tsx';
import { accountLocked } from '../mail/letters/account-locked.tsx';
import { addresseeOf } from '../mail/addressee.ts';
import { hasAccount } from '../mail/letters/has-account.tsx';
import type { Letter, Mail } from '../mail/mail.ts';
import { mayMail, type MayMailDeps } from '../mail/may-mail.ts';
import { reachableAddress, type ReachableAddressDeps } from '../mail/reachable-address.ts';
import { missingPieces as missingPiecesLetter } from '../mail/letters/missing-pieces.tsx';
import { sendOnce } from '../mail/send-once.ts';
import { welcome } from '../mail/letters/welcome.tsx';
import type { CountMetric } from '../step/count-metric.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import type { University } from '../university/university.ts';

export const contract = {
  input: z.object({
    operationId: id,
    /** There behind an export, absent behind a form. */
    fileId: z.optional(id),
    file: z.object({
      fileId: id,
      version: z.number(),
      outcome: z.enum(['complete', 'incomplete', 'already-onboarded']),
    }),
  }),
  output: z.object({
    outcome: z.enum(['sent', 'already-sent', 'refused', 'no-address', 'nothing-to-say', 'throttled']),
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
 * Mails the person what became of a file: the account and the link behind which a password is chosen, what is missing
 * and who completes it, that the account is active already, or that it has ended. The token exists in the mail
 * alone. Nobody is welcomed to an account that every directory refuses: the next hand-over tries again. An address from
 * which mail comes back is left alone: the office's report names it, and the next address that it gives is written to.
 * @throws RetryableError when the mail provider is away.
 */
export async function emailRecoveryAddress({ operationId, fileId, file: found }: Input, deps: Deps): Promise<Output> {
  const { tables, university, now } = deps;
  const file = await getFile(found.fileId, tables);
  if (!file) throw new Error('No file has this id');
  const account = await findAccount(file.accountId, tables);
  const behindForm = fileId === undefined;
  const told: Told = { outcome: found.outcome, file, account, behindForm };

  let outcome: Output['outcome'];
  const to = await reachableAddress(recoveryAddressOf(account, file, now(), university), deps);
  if (to === undefined) {
    outcome = 'no-address';
  } else if (hasNothingToSay(told)) {
    outcome = 'nothing-to-say';
  } else {
    const mailKey = behindForm ? operationId : eventOf(told, to);
    outcome = await sendOnce(
      {
        mailKey,
        to,
        write: () => letterFor(told, mailKey, deps),
        allowed: async () => !behindForm || (await mayMail(file, deps)),
      },
      deps,
    );
  }
  if (outcome === 'sent' || outcome === 'already-sent') {
    await tables.write(auditEntry(file.fileId, 'mailed', operationId, now()));
  }
  await recordOutcome(found, outcome, told, deps);
  return { outcome };
}

interface Told {
  readonly outcome: Input['file']['outcome'];
  readonly file: FileRecord;
  readonly account: Account | undefined;
  readonly behindForm: boolean;
}

function hasNothingToSay({ outcome, account, behindForm }: Told): boolean {
  if (outcome === 'incomplete') return false;
  return isRefusedEverywhere(account) || (!behindForm && isInUse(account?.state));
}

function isRefusedEverywhere(account: Account | undefined): boolean {
  const statuses = Object.values(account?.directories ?? {});
  return statuses.length > 0 && statuses.every(({ status }) => status === 'refused');
}

/** About the version that was validated: a later one has a run of its own. */
async function recordOutcome(
  { fileId, version }: Input['file'],
  mailed: Output['outcome'],
  { outcome, account }: Told,
  { tables }: Deps,
): Promise<void> {
  if (outcome === 'complete') {
    await recordFileOutcome(
      { fileId, version },
      { outcome: isRefusedEverywhere(account) ? 'StepFailed' : 'Onboarded' },
      tables,
    );
  }
  if (outcome === 'incomplete' && mailed === 'sent') {
    await tables.write({
      table: 'files',
      update: { fileId },
      set: { toldIncomplete: version },
      if: { equals: { version } },
    });
  }
}

/**
 * Behind an export the event names the mail: the same export, handed over twice, mails nobody twice. Somebody is welcomed
 * once at an address, and again after the office changed it, after the mail that said what was missing, and when an
 * account that was suspended is operational again.
 */
function eventOf({ outcome, file, account }: Told, address: string): string {
  const { fileId, accountId, version, addressVersion, toldIncomplete = 0 } = file;
  if (outcome === 'incomplete') return `missing#${fileId}#${version}`;
  const hash = createHash('sha256').update(address).digest('hex');
  const again = addressVersion > 1 || toldIncomplete > 0 ? `#${fileId}#${addressVersion}#${toldIncomplete}` : '';
  return `welcome#${accountId}#${account?.credentialEpoch ?? 0}#${hash}${again}`;
}

async function letterFor({ outcome, file, account, behindForm }: Told, mailKey: string, deps: Deps): Promise<Letter> {
  const { university, publicUrl, now } = deps;
  const { office, fileId, accountId, addressVersion } = file;
  const link = (purpose: 'status' | 'activation'): Promise<string> =>
    mailedLink(
      { purpose, fileId, accountId, addressVersion, mailKey, epoch: account?.credentialEpoch ?? 0 },
      account,
      deps,
    );
  const to = addresseeOf(account ?? {}, file, university);
  if (outcome === 'incomplete') {
    const pieces = missingPieces(file, university);
    const open = account !== undefined;
    return missingPiecesLetter({ ...to, pieces, office, link: await link('status'), open });
  }
  if (!account) throw new Error('A complete file has an account by now');
  const { login, mailAddress, services, lastDay, state, lock } = account;
  if (state === 'suspended' || state === 'closed' || hasEnded(account, dayOf(now(), university.timeZone))) {
    return accountEnded({ ...to, login, office, ...toldLastDay(account, university) });
  }
  if (lock) return accountLocked({ ...to, login });
  if (isInUse(account.state)) return hasAccount({ ...to, login, portalUrl: publicUrl, office });
  return welcome({
    ...to,
    login,
    services,
    office,
    link: await link('activation'),
    fresh: behindForm && outcome === 'already-onboarded',
    ...(mailAddress !== undefined && { mailAddress }),
    ...(lastDay !== undefined && { lastDay }),
  });
}
