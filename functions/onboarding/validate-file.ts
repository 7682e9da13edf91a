import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { dayOf } from '../account/account-dates.ts';
import { findAccount } from '../account/account-repository.ts';
import type { Account } from '../account/account.ts';
import { declare, findByClaim, getFile, recordFileOutcome } from '../file/file-repository.ts';
import type { FileRecord, Rejection } from '../file/file.ts';
import { isOver } from '../file/is-over.ts';
import { missingPieces } from '../file/missing-pieces.ts';
import { getOperation } from '../operation/operation-repository.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import type { University } from '../university/university.ts';

const found = {
  fileId: id,
  accountId: id,
  /** Of the file, as it was looked at: what the later steps record is about this version. */
  version: z.number(),
};

export const contract = {
  /** Behind a form the operation holds a claim; behind an export the file is known. */
  input: z.object({ operationId: id, fileId: z.optional(id) }),
  output: z.discriminatedUnion('outcome', [
    z.object({ outcome: z.literal('complete'), ...found }),
    z.object({ outcome: z.literal('incomplete'), ...found }),
    z.object({ outcome: z.literal('rejected'), ...found }),
    z.object({ outcome: z.literal('already-onboarded'), ...found }),
    z.object({ outcome: z.literal('not-found') }),
  ]),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/** Finds the file that the operation is about and tells whether it can become an account. */
export async function validateFile(
  { operationId, fileId }: Input,
  { tables, university, now }: { tables: Tables; university: University; now: () => Temporal.Instant },
): Promise<Output> {
  const file = fileId === undefined ? await claimedFile(operationId, tables) : await getFile(fileId, tables);
  if (!file) return { outcome: 'not-found' };
  const { fileId: foundId, accountId, version } = file;
  const ids = { fileId: foundId, accountId, version };

  if (file.outcome === 'Onboarded' && file.outcomeVersion === file.version)
    return { outcome: 'already-onboarded', ...ids };
  const account = await findAccount(accountId, tables);
  const rejection = rejectionOf(file, account, university, dayOf(now(), university.timeZone));
  if (rejection) {
    await recordFileOutcome(file, { outcome: 'FileRejected', rejection }, tables);
    return { outcome: 'rejected', ...ids };
  }
  if (missingPieces(file, university).length > 0) {
    await recordFileOutcome(file, { outcome: 'FileIncomplete' }, tables);
    return { outcome: 'incomplete', ...ids };
  }
  return { outcome: 'complete', ...ids };
}

async function claimedFile(operationId: string, tables: Tables): Promise<FileRecord | undefined> {
  const operation = await getOperation(operationId, 'onboarding', { tables });
  const file = operation && (await findByClaim(operation.claim, tables));
  return file && declare(file, operation.claim, tables);
}

/** The oldest person alive was 122; a child prodigy enters university at 10. */
const plausibleAge = { from: 10, to: 122 };

/** An export for the coming academic year is handed over at most a year and a month before it starts. */
const farthestStartDays = 400;

/** Formats of the INE: national (RNIE), school (BEA), university base 36, apprentices, provisional. Its key is not public: format only. */
const ineFormat = /^(\d{9}[A-HJK]{2}|\d{10}[A-HJ-NPR-Z]|[0-9A-Z]{10}\d|\d{4}[AD]\d{5}[A-HJ-NPR-Z])$/;

function isPlausible(birthDate: string, today: string): boolean {
  const age = Temporal.PlainDate.from(birthDate).until(today, { largestUnit: 'years' }).years;
  return age >= plausibleAge.from && age <= plausibleAge.to;
}

/**
 * Why a file cannot become an account as it is. One that is over opens none; but of an account that stands on it already, the
 * office has corrected the end: that is taken, and ends the account unless another file keeps it.
 */
export function rejectionOf(
  file: FileRecord,
  account: Pick<Account, 'state' | 'files'> | undefined,
  university: University,
  today: string,
): Rejection | undefined {
  const population = university.populations[file.population];
  if (file.birthDate !== undefined && !isPlausible(file.birthDate, today)) return 'birth-date-implausible';
  if (file.ine !== undefined && !ineFormat.test(file.ine)) return 'ine-malformed';
  const starts = Temporal.PlainDate.from(file.startsOn);
  if (Temporal.PlainDate.from(today).until(starts).days > farthestStartDays) return 'starts-too-far-ahead';
  if (file.endsOn === undefined) return population.endOptional ? undefined : 'end-missing';
  if (file.endsOn < file.startsOn) return 'end-before-start';
  const isAccepted = account?.state !== 'closed' && (account?.files[file.fileId]?.version ?? 0) > 0;
  if (isOver(file, university, today) && !isAccepted) return 'already-ended';
  const longest = population.longestStay && starts.add(population.longestStay).toString();
  return longest !== undefined && file.endsOn >= longest ? 'stay-too-long' : undefined;
}
