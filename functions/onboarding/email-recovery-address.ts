import { createHash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { findAccount } from '../account/account-repository.ts';
import type { Account } from '../account/account.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { getFile, recordFileOutcome } from '../file/file-repository.ts';
import type { FileRecord } from '../file/file.ts';
import { mayWriteTo, missingPieces } from '../file/missing-pieces.ts';
import { hasAccount } from '../mail/has-account.tsx';
import type { Letter, Mail } from '../mail/mail.ts';
import { missingPieces as missingPiecesLetter } from '../mail/missing-pieces.tsx';
import { sendOnce } from '../mail/send-once.ts';
import { welcome } from '../mail/welcome.tsx';
import type { CountMetric } from '../step/count-metric.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import type { Limit } from '../throttle/throttle.ts';
import type { University } from '../university/university.ts';

export const contract = {
  input: z.object({
    operationId: id,
    /** There behind an export, absent behind a form. */
    fileId: z.optional(id),
    file: z.object({ fileId: id, outcome: z.enum(['complete', 'incomplete', 'already-onboarded']) }),
  }),
  output: z.object({
    outcome: z.enum(['sent', 'already-sent', 'refused', 'no-address', 'nothing-to-say', 'throttled']),
  }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/** B-18: however often a form is sent about one file, its address gets one mail in 5 minutes and ten a day. */
const mailLimits = [
  { uses: 1, windowSeconds: 5 * 60 },
  { uses: 10, windowSeconds: 24 * 3600 },
] as const satisfies Limit[];

interface Deps {
  readonly tables: Tables;
  readonly mail: Mail;
  readonly university: University;
  readonly publicUrl: string;
  readonly mintLink: (to: { purpose: 'status'; fileId: string; accountId: string }) => Promise<{ token: string }>;
  readonly countUse: (bucket: string, limit: Limit) => Promise<boolean>;
  readonly countMetric: CountMetric;
  readonly now: () => Temporal.Instant;
}

/**
 * Mails the file's address what became of it: the account and the link behind which a password is chosen, what is
 * missing and who completes it, or that the account is active already. The token exists in the mail alone.
 * @throws RetryableError when the mail provider is away.
 */
export async function emailRecoveryAddress({ operationId, fileId, file: found }: Input, deps: Deps): Promise<Output> {
  const { tables, university, now } = deps;
  const file = await getFile(found.fileId, tables);
  if (!file) throw new Error('No file has this id');
  const account = await findAccount(file.accountId, tables);
  const inUse = account?.state === 'active' || account?.state === 'grace';
  const behindForm = fileId === undefined;

  let outcome: Output['outcome'];
  if (file.personalEmail === undefined || !mayWriteTo(file, university)) {
    outcome = 'no-address';
  } else if (!behindForm && found.outcome !== 'incomplete' && inUse) {
    outcome = 'nothing-to-say';
  } else {
    outcome = await sendOnce(
      {
        mailKey: behindForm ? operationId : eventOf(found.outcome, file, file.personalEmail),
        to: file.personalEmail,
        write: () => letterFor(found.outcome, file, account, behindForm, deps),
        allowed: async () => !behindForm || (await mayMail(file.fileId, deps)),
      },
      deps,
    );
  }
  if (outcome === 'sent') await tables.write(auditEntry(file.fileId, 'mailed', operationId, now()));
  if (found.outcome === 'complete') await recordFileOutcome(file, { outcome: 'Onboarded' }, tables);
  return { outcome };
}

/** Behind an export the event names the mail: the same export, handed over twice, mails nobody twice. */
function eventOf(outcome: Input['file']['outcome'], file: FileRecord, address: string): string {
  if (outcome === 'incomplete') return `missing#${file.fileId}#${file.version}`;
  return `welcome#${file.accountId}#${createHash('sha256').update(address).digest('hex')}`;
}

async function letterFor(
  outcome: Input['file']['outcome'],
  file: FileRecord,
  account: Account | undefined,
  fresh: boolean,
  { university, publicUrl, mintLink }: Deps,
): Promise<Letter> {
  const { firstName, office, fileId, accountId } = file;
  const link = async (): Promise<string> =>
    `${publicUrl}/l/${(await mintLink({ purpose: 'status', fileId, accountId })).token}`;
  if (outcome === 'incomplete') {
    const pieces = missingPieces(file, university);
    return missingPiecesLetter({ university, firstName, pieces, office, link: await link() });
  }
  if (!account) throw new Error('A complete file has an account by now');
  const { login, mailAddress, services, lastDay, state } = account;
  if (state === 'active' || state === 'grace') {
    return hasAccount({ university, firstName, login, portalUrl: publicUrl, office });
  }
  return welcome({
    university,
    firstName,
    login,
    services,
    office,
    link: await link(),
    fresh: fresh && outcome === 'already-onboarded',
    ...(mailAddress !== undefined && { mailAddress }),
    ...(lastDay !== undefined && { lastDay }),
  });
}

/** Counts both windows, so that what the shorter one refuses is not forgotten by the longer one. */
async function mayMail(fileId: string, { countUse }: Deps): Promise<boolean> {
  const counted = await Promise.all(mailLimits.map((limit) => countUse(`mail#${fileId}`, limit)));
  return counted.every((within) => within);
}
