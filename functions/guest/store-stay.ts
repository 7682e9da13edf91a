import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { dayOf } from '../account/account-dates.ts';
import type { HandedOver } from '../file/file.ts';
import { storeFile } from '../file/store-file.ts';
import type { Stay } from '../request/request.ts';
import { findStay } from '../request/request-repository.ts';
import { isCurrent } from '../request/stay-dates.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import type { University } from '../university/university.ts';

export const contract = {
  input: z.object({ requestId: id }),
  output: z.object({
    outcome: z.enum(['to-onboard', 'settled']),
    /** Of one to onboard. */
    fileId: z.exactOptional(id),
  }),
};
type Output = z.infer<typeof contract.output>;

interface Deps {
  readonly tables: Tables;
  readonly university: University;
  readonly now: () => Temporal.Instant;
  readonly newId: () => string;
}

/**
 * Makes a file of the CRI of a granted stay, or moves the end of the one that there is: its number is the request's id. Nobody's
 * birth date and no number is known, so that no other file is taken for the same person's.
 * @throws RetryableError when the tables are away.
 */
export async function storeStay({ requestId }: { requestId: string }, deps: Deps): Promise<Output> {
  const { tables, university, now } = deps;
  const stay = await findStay(requestId, tables);
  if (!stay || !isCurrent(stay, dayOf(now(), university.timeZone))) return { outcome: 'settled' };
  const stored = await storeFile(fileOf(stay, university), deps);
  if (!('fileId' in stored)) throw new Error('A stay keeps its kind and names, and is not over');
  const { fileId, accountId } = stored;
  if (stay.fileId === undefined) {
    await tables.write({
      table: 'requests',
      update: { requestId },
      set: { fileId, accountId },
      if: { equals: { requestId }, absent: ['fileId'] },
    });
  }
  // From here on it is forgotten with its account. What changed meanwhile has an execution of its own, or was ended.
  if (stay.expiresAt !== undefined) {
    await tables.write({
      table: 'requests',
      update: { requestId },
      set: {},
      remove: ['expiresAt'],
      if: { equals: { version: stay.version } },
    });
  }
  return stored.onboard ? { outcome: 'to-onboard', fileId } : { outcome: 'settled' };
}

function fileOf(
  { requestId, kind, firstName, lastName, mail, services, startsOn, endsOn }: Stay,
  university: University,
): HandedOver {
  const { office, byAffiliation } = university.populations[kind];
  // Of a temporary guest none adds anything: what the CRI granted is granted to the account.
  const affiliations = Object.keys(byAffiliation).filter((name) =>
    byAffiliation[name]?.services.some((service) => services.includes(service)),
  );
  return {
    ...{ office, fileNumber: requestId, population: kind, firstName, lastName, affiliations, startsOn, endsOn },
    missing: [],
    ...(mail === undefined ? { card: true } : { personalEmail: mail }),
  };
}
