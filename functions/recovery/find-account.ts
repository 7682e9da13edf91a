import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { findAccount as accountWithId } from '../account/account-repository.ts';
import { recoveryAddressOf } from '../account/recovery-address.ts';
import { getFile } from '../file/file-repository.ts';
import { comparableAddress } from '../mail/comparable-address.ts';
import { getOperation } from '../operation/operation-repository.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import type { University } from '../university/university.ts';

export const contract = {
  input: z.object({ operationId: id }),
  output: z.object({ outcome: z.enum(['found', 'nothing']), accounts: z.array(id) }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/** One person has two accounts at most, and a family may share an address: more is an abuse, and each is a mail. */
const mostAccounts = 5;

/** Rows that are looked at: some may be stale. */
const mostRows = 10;

/** RFC 5321: an address has 254 characters at most, a login fewer. No longer key is asked for. */
const longestIdentifier = 254;

interface Deps {
  readonly tables: Tables;
  readonly university: University;
  readonly now: () => Temporal.Instant;
}

/**
 * Finds the accounts that a request for a link is about: by login, university address (an old one too) or recovery
 * address, as it was typed; or the one that a dead link was for.
 */
export async function findAccount({ operationId }: Input, deps: Deps): Promise<Output> {
  const { tables } = deps;
  const operation = await getOperation(operationId, 'recovery', { tables });
  if (!operation) return { outcome: 'nothing', accounts: [] };
  const { identifier, accountId } = operation;
  const found = [
    ...(accountId === undefined ? [] : [accountId]),
    ...(identifier === undefined ? [] : await identified(comparableAddress(identifier), deps)),
  ];
  const accounts = [...new Set(found)].slice(0, mostAccounts);
  return { outcome: accounts.length > 0 ? 'found' : 'nothing', accounts };
}

const held = z.object({ accountId: id });

async function identified(identifier: string, deps: Deps): Promise<string[]> {
  const { tables } = deps;
  if (identifier === '' || identifier.length > longestIdentifier) return [];
  // The same calls for whatever was typed.
  const [login, address, { rows }] = await Promise.all([
    tables.get('logins', { login: identifier }),
    tables.get('addresses', { address: identifier }),
    tables.query('recoveryAddresses', { address: identifier }, { limit: mostRows }),
  ]);
  const named = [login, address].flatMap((row) => (row ? [z.parse(held, row).accountId] : []));
  const candidates = rows.map((row) => z.parse(held, row).accountId);
  const recovered = await Promise.all(
    candidates.map(async (accountId) => ((await isRecoveredBy(identifier, accountId, deps)) ? [accountId] : [])),
  );
  return [...named, ...recovered.flat()];
}

/** A row may be older than the account: what counts is the address that the account has, or is about to have. */
async function isRecoveredBy(
  identifier: string,
  accountId: string,
  { tables, university, now }: Deps,
): Promise<boolean> {
  const account = await accountWithId(accountId, tables);
  if (!account) return false;
  const file = await getFile(account.leadingFileId, tables);
  const addresses = [recoveryAddressOf(account, file, now(), university), account.recovery?.address];
  return addresses.some((address) => address !== undefined && comparableAddress(address) === identifier);
}
