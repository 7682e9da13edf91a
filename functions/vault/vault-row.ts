import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { id } from '../step/id.ts';
import type { Tables, Write } from '../table/tables.ts';
import type { Open, SealContext } from './vault.ts';

/** A password waits a day at most; what is left to do then is to delete the one before it. */
const vaultLife = { hours: 24 } as const;

const schema = z.object({
  operationId: id,
  sealed: z.string(),
  /** Epoch seconds; checked in code, since a table forgets late (B-07). */
  expiresAt: z.number(),
});

/** The one row of an account: a newer choice takes the place of the older one. */
export function vaultPut({ accountId, operationId }: SealContext, sealed: string, now: Temporal.Instant): Write {
  return { table: 'vault', put: { accountId, operationId, sealed, expiresAt: endOf(now) } };
}

function endOf(putAt: Temporal.Instant): number {
  return Math.floor(putAt.add(vaultLife).epochMilliseconds / 1000);
}

/** Whether a password that was put there at this instant is there no more. */
export function hasLeftVault(putAt: string, now: Temporal.Instant): boolean {
  return now.epochMilliseconds >= endOf(Temporal.Instant.from(putAt)) * 1000;
}

/**
 * The password that an operation chose, or `undefined` when the vault holds it no more.
 * @throws what `Open` throws.
 */
export async function openVault(
  context: SealContext,
  { tables, open, now }: { tables: Pick<Tables, 'get'>; open: Open; now: () => Temporal.Instant },
): Promise<string | undefined> {
  const row = await tables.get('vault', { accountId: context.accountId });
  const { data: kept } = z.safeParse(z.optional(schema), row);
  if (kept?.operationId !== context.operationId) return undefined;
  if (now().epochMilliseconds >= kept.expiresAt * 1000) return undefined;
  return open(kept.sealed, context);
}

/** Deletes what an operation left, unless a newer choice has taken its place. */
export async function emptyVault(
  { accountId, operationId }: SealContext,
  tables: Pick<Tables, 'write'>,
): Promise<void> {
  await tables.write({ table: 'vault', delete: { accountId }, if: { equals: { operationId } } });
}
