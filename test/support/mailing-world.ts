import { randomBytes } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { ulid } from 'ulid';
import { getAccount } from '../../functions/account/account-repository.ts';
import type { Account } from '../../functions/account/account.ts';
import { recoveryAddressPut } from '../../functions/account/recovery-address.ts';
import type { FileRecord } from '../../functions/file/file.ts';
import { findLink } from '../../functions/link/find-link.ts';
import { isLive, type Link } from '../../functions/link/link.ts';
import { mintLink, type NewLink } from '../../functions/link/mint-link.ts';
import { addressHealth } from '../../functions/mail/address-health.ts';
import type { Message } from '../../functions/mail/mail.ts';
import { saveOperation } from '../../functions/operation/operation-repository.ts';
import type { Operation } from '../../functions/operation/operation.ts';
import type { MetricName } from '../../functions/step/metric-names.ts';
import type { Row } from '../../functions/table/tables.ts';
import { countUse, type Limit } from '../../functions/throttle/throttle.ts';
import { university } from '../../functions/university/uca.ts';
import { anAccount } from './an-account.ts';
import { inMemoryMail } from './in-memory-mail.ts';
import { inMemoryTables } from './in-memory-tables.ts';
import { ada } from './people.ts';

type Given<T> = T extends Operation ? Omit<T, 'operationId' | 'language' | 'askedAt' | 'expiresAt'> : never;

/** What the steps that mail a person reach, as fakes over real links and counters, at a time that the test decides. */
export function mailingWorld({ at = '2026-11-05T08:00:00Z' }: { at?: string } = {}) {
  const tables = inMemoryTables();
  const mail = inMemoryMail();
  const clock = { at: Temporal.Instant.from(at) };
  const counted: MetricName[] = [];
  const now = () => clock.at;
  const hmacKey = 'the key of the tests';
  const publicUrl = 'https://compte.example';

  const deps = {
    tables,
    mail,
    university,
    publicUrl,
    hmacKey: () => Promise.resolve(hmacKey),
    randomBytes: (size: number): Uint8Array => randomBytes(size),
    mintLink: (link: NewLink, account: Account | undefined) =>
      mintLink(link, account, { tables, randomBytes, hmacKey, now }),
    countUse: (bucket: string, limit: Limit) => countUse(bucket, limit, { tables, hmacKey, now }),
    addressHealth: (address: string) => addressHealth(address, { tables, now: () => clock.at }),
    countMetric: (name: MetricName) => void counted.push(name),
    now,
  };

  return {
    ...deps,
    key: hmacKey,
    clock,
    counted,
    /** An active account, its file, and the rows by which it is found; what is given is otherwise. */
    person: async (given: Partial<Account> = {}, ofFile: Partial<FileRecord> = {}): Promise<Account> => {
      const [accountId, leadingFileId] = [ulid(), ulid()];
      const address = `${given.login ?? 'adalovel'}@home.example`;
      const recovery = { address, confirmedAt: at, usableFrom: at };
      const account = anAccount({ accountId, leadingFileId, recovery, ...given });
      const { personId, office, population, affiliations } = account;
      const file = { ...ada, personalEmail: address, office, population, affiliations };
      const ids = { fileId: leadingFileId, accountId, personId, version: 1, addressVersion: 1, handedOverAt: at };
      await tables.write({ table: 'accounts', put: present(account) });
      await tables.write({ table: 'files', put: present({ ...file, ...ids, ...ofFile }) });
      await tables.write({ table: 'logins', put: { login: account.login, accountId } });
      for (const each of [account.mailAddress ?? [], account.mailAliases].flat())
        await tables.write({ table: 'addresses', put: { address: each, accountId } });
      const known = account.recovery?.address ?? ofFile.personalEmail ?? address;
      await tables.write(recoveryAddressPut(accountId, known));
      return getAccount(accountId, tables);
    },
    account: (accountId: string) => getAccount(accountId, tables),
    change: (accountId: string, set: Row) => tables.write({ table: 'accounts', update: { accountId }, set }),
    /** Stores a request, as the portal does. */
    ask: async (operation: Given<Operation>): Promise<string> => {
      const operationId = ulid();
      const common = { operationId, language: 'fr', askedAt: clock.at.toString(), expiresAt: 2_000_000_000 } as const;
      await saveOperation({ ...operation, ...common }, { tables });
      return operationId;
    },
    /** The links of a mail, and whether each still does what it is for. */
    linksIn: async ({ text }: Message): Promise<(Pick<Link, 'purpose' | 'accountId'> & { live: boolean })[]> => {
      const tokens = new Set([...text.matchAll(/\/l\/([\w-]{43})/g)].map(([, token]) => token ?? ''));
      return Promise.all(
        [...tokens].map(async (token) => {
          const link = await findLink(token, { tables, hmacKey });
          if (!link) throw new Error('A mail holds a link that the table does not know');
          const account = await getAccount(link.accountId, tables);
          const { purpose, accountId } = link;
          return { purpose, accountId, live: isLive(link, account, purpose, clock.at) };
        }),
      );
    },
  };
}
export type MailingWorld = ReturnType<typeof mailingWorld>;

/** A row as a table keeps it: what is not known is not there. */
function present(record: object): Row {
  return JSON.parse(JSON.stringify(record)) as Row;
}
