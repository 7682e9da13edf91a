import type { Account } from '../../functions/account/account.ts';
import type { ServiceName } from '../../functions/university/university.ts';
import { worldTables } from './world-tables.ts';

// Days that pass behind the product's back, in the deployed tables.

/** Moves the end of an account as its files say it, and the last day that follows from it. */
export async function moveEnd(
  { accountId, files }: Account,
  { endsOn, lastDay }: { endsOn: string; lastDay: string },
): Promise<void> {
  const moved = Object.fromEntries(Object.entries(files).map(([fileId, file]) => [fileId, { ...file, endsOn }]));
  const set = { files: moved, reasonEndsOn: endsOn, lastDay };
  await (await worldTables()).write({ table: 'accounts', update: { accountId }, set });
}

/** Moves the last day of a service that was granted. */
export async function moveGrant(
  { accountId, grants = {} }: Account,
  service: ServiceName,
  until: string,
): Promise<void> {
  const set = { [`grants.${service}`]: { ...grants[service], until } };
  await (await worldTables()).write({ table: 'accounts', update: { accountId }, set });
}

/** Puts an account into the bucket of another day. */
export async function moveDue({ accountId, nextDateOn, population }: Account, day: string): Promise<void> {
  const tables = await worldTables();
  await tables.transact([
    ...(nextDateOn === undefined || nextDateOn === day
      ? []
      : [{ table: 'due' as const, delete: { day: nextDateOn, accountId } }]),
    { table: 'due', put: { day, accountId, population } },
    { table: 'accounts', update: { accountId }, set: { nextDateOn: day } },
  ]);
}
