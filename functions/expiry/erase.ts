import * as z from 'zod/mini';
import { getAccount } from '../account/account-repository.ts';
import { recoveryAddressDelete } from '../account/recovery-address.ts';
import { sliceOf } from '../account/slice.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { fileKey, identifierColumns, identifierOf } from '../file/file-key.ts';
import type { FileRecord } from '../file/file.ts';
import { filesOf } from '../file/files-of.ts';
import { clearedAddress } from '../mail/address-health.ts';
import { comparableAddress } from '../mail/comparable-address.ts';
import { criDesk, workDesk } from '../request/request.ts';
import { RetryableError } from '../step/errors.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import { type Expiring, expiringInput, type ExpiringDeps } from './expiring.ts';

export const contract = {
  input: expiringInput,
  output: z.object({ outcome: z.enum(['erased', 'unchanged']) }),
};
type Output = z.infer<typeof contract.output>;

/** What a tombstone says no more: what was chosen, granted, sent and decided. */
const forgotten = [
  ...[
    'uidNumber',
    'endedEarly',
    'untold',
    'warned',
    'reminded',
    'returnedOn',
    'grants',
    'passwordChosenAt',
    'openPassword',
  ],
  ...['charter', 'recovery', 'language', 'lock', 'unlocked'],
];

/**
 * Erases everything that is kept of a closed account but its tombstone: login, addresses, dates, and the opaque key of its
 * person; its login and addresses are never given again. What it is found by goes first and what says that it is not done goes
 * last, so that a run that dies is taken up by the next one. What forgets by itself, sessions and links, is left to do so.
 * @throws RetryableError when the tables are away.
 */
export async function erase({ executionId, file: { accountId } }: Expiring, deps: ExpiringDeps): Promise<Output> {
  const { tables, now } = deps;
  const account = await getAccount(accountId, tables);
  if (account.state !== 'closed' || Object.keys(account.files).length === 0) return { outcome: 'unchanged' };
  const files = await filesOf(account, tables);
  const addresses = [
    ...files.flatMap(({ personalEmail, formerAddresses = [], proposedAddresses = [] }) => [
      ...(personalEmail === undefined ? [] : [personalEmail]),
      ...formerAddresses,
      ...proposedAddresses,
    ]),
    ...[account.recovery?.address, account.recovery?.former].flatMap((each) => each ?? []),
  ];
  for (const address of new Set(addresses.map(comparableAddress))) await forgetAddress(address, accountId, tables);
  for (const { requestId } of Object.values(account.grants ?? {})) await eraseRequest(requestId, tables);
  for (const file of files) await eraseFile(file, tables);
  await emptyDesk(accountId, tables);
  await tables.write({ table: 'slices', delete: { slice: sliceOf(accountId), accountId } });
  await tables.write({ table: 'persons', delete: { personId: account.personId, accountId } });
  const { conflicts } = await tables.transact([
    {
      table: 'accounts',
      update: { accountId },
      set: { files: {}, services: [], affiliations: [], passwords: {} },
      remove: forgotten,
      if: { equals: { state: 'closed', files: account.files } },
    },
    auditEntry(accountId, 'erased', executionId, now()),
  ]);
  if (conflicts.length > 0) throw new RetryableError('Another run erased the account meanwhile');
  return { outcome: 'erased' };
}

/** What is known of the health of an address stays when another account is found by it. */
async function forgetAddress(address: string, accountId: string, tables: Tables): Promise<void> {
  await tables.write(recoveryAddressDelete(accountId, address));
  const { rows } = await tables.query('recoveryAddresses', { address }, { limit: 1 });
  if (rows.length === 0) await tables.write(clearedAddress(address));
}

/** The numbers that lead to a file go before it, unless they lead to another one by now. */
async function eraseFile(file: FileRecord, tables: Tables): Promise<void> {
  const { fileId, accountId, office, fileNumber, formerKeys = [] } = file;
  const numbers = identifierColumns.flatMap((column) => {
    const number = identifierOf(file, column);
    return number === undefined ? [] : [fileKey(office, column, number)];
  });
  for (const key of new Set([fileKey(office, 'file_number', fileNumber), ...numbers, ...formerKeys])) {
    await tables.write({ table: 'fileKeys', delete: { fileKey: key }, if: { equals: { fileId } } });
  }
  // What the CRI grants bears the number of its request.
  if (office === 'cri') await eraseRequest(fileNumber, tables);
  await tables.write({ table: 'files', delete: { fileId } });
  await tables.write({ table: 'accountFiles', delete: { accountId, fileId } });
}

/** A request, and where it stands, but for its own account's desk: what it is found by goes last. */
async function eraseRequest(requestId: string, tables: Tables): Promise<void> {
  const row = await tables.get('requests', { requestId });
  const desks = [row?.['sponsorId'], row?.['formerSponsorId'], row?.['handedTo'], criDesk, workDesk];
  for (const desk of desks) {
    if (typeof desk === 'string') await tables.write({ table: 'desks', delete: { desk, requestId } });
  }
  await tables.write({ table: 'requests', delete: { requestId } });
}

/**
 * The desk of an account that is no more: what it asked for itself goes with it; the guests of a sponsor have ended, or are
 * somebody else's.
 */
async function emptyDesk(accountId: string, tables: Tables): Promise<void> {
  for (;;) {
    const { rows, next } = await tables.query('desks', { desk: accountId }, { limit: 100 });
    for (const row of rows) {
      const requestId = z.parse(id, row['requestId']);
      const request = await tables.get('requests', { requestId });
      if (request?.['kind'] === 'access' && request['accountId'] === accountId) await eraseRequest(requestId, tables);
      await tables.write({ table: 'desks', delete: { desk: accountId, requestId } });
    }
    if (next === undefined) return;
  }
}
