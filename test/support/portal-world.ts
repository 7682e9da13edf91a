import { randomBytes } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { ulid } from 'ulid';
import type { Account } from '../../functions/account/account.ts';
import type { FileRecord, HandedOver } from '../../functions/file/file.ts';
import { mintLink } from '../../functions/link/mint-link.ts';
import { portal } from '../../functions/portal/portal.tsx';
import { identities } from '../../functions/portal/public/identities.ts';
import { startedByDesks, type StartedByDesks } from '../../functions/portal/desk/started-by-desks.ts';
import { startedByPages, type StartedByPages } from '../../functions/portal/portal-env.ts';
import { RetryableError } from '../../functions/step/errors.ts';
import type { MetricName } from '../../functions/step/metric-names.ts';
import type { Row, Tables } from '../../functions/table/tables.ts';
import { university as uca } from '../../functions/university/uca.ts';
import { directories, type DirectoryName, type University } from '../../functions/university/university.ts';
import type { StartWorkflow } from '../../functions/workflow/start-workflow.ts';
import { allRoutes } from './all-routes.ts';
import { type InMemoryDirectory, inMemoryDirectory } from './in-memory-directory.ts';
import { inMemoryTables } from './in-memory-tables.ts';
import { inMemoryVault } from './in-memory-vault.ts';

export const publicUrl = 'https://compte.example';

/** The pages that anybody may open. */
export const openPages = [
  '/',
  '/first-time',
  ...identities.map(({ slug }) => `/first-time/${slug}`),
  '/received',
  '/sign-in',
  '/forgotten',
  '/help',
];

const hmacKey = 'a key of the tests that is as long as the key of a deployment';

type Started = StartedByPages | StartedByDesks;

interface Logged {
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The pages over fakes, at a time that the test decides, with every call that they make. */
export function portalWorld({
  at = '2026-09-15T08:00:00Z',
  university = uca,
}: { at?: string; university?: University } = {}) {
  const tables = inMemoryTables();
  const clock = { at: Temporal.Instant.from(at) };
  const now = () => clock.at;
  /** Executions by name, with how often each was asked for. */
  const started = new Map<string, number>();
  /** Every start, in order. */
  const executions: { workflow: Started; name: string; input: Readonly<Record<string, string>> }[] = [];
  const vault = inMemoryVault();
  const servers = Object.fromEntries(directories.map((name) => [name, inMemoryDirectory({ now })])) as Record<
    DirectoryName,
    InMemoryDirectory
  >;
  const calls: string[] = [];
  const logged: Logged[] = [];
  const metrics: MetricName[] = [];
  const engine = { away: false };

  const counted: Tables = {
    get: (table, key) => (calls.push(`get ${table}`), tables.get(table, key)),
    query: (table, partition, page) => (calls.push(`query ${table}`), tables.query(table, partition, page)),
    write: (write) => (calls.push(`${Object.keys(write)[1] ?? ''} ${write.table}`), tables.write(write)),
    transact: (writes) => (calls.push('transact'), tables.transact(writes)),
  };
  const starter =
    (workflow: Started): StartWorkflow =>
    async (name, input) => {
      calls.push(`start ${workflow}`);
      if (engine.away) throw new RetryableError('The engine is away');
      started.set(name, (started.get(name) ?? 0) + 1);
      executions.push({ workflow, name, input });
      return Promise.resolve();
    };
  const deps = {
    tables: counted,
    start: Object.fromEntries(
      [...startedByPages, ...startedByDesks].map((workflow) => [workflow, starter(workflow)]),
    ) as Record<Started, StartWorkflow>,
    seal: vault.seal,
    passwordDirectory: (name: DirectoryName) => servers[name].passwords,
    randomBytes,
    hmacKey: async () => Promise.resolve(hmacKey),
    university,
    now,
    newId: () => ulid(),
    countMetric: (name: MetricName) => void metrics.push(name),
    log: {
      info: (message: string, fields: Logged['fields']) => void logged.push({ message, fields }),
      error: (message: string, fields: Logged['fields']) => void logged.push({ message, fields }),
    },
  };
  const app = portal({ ...deps, publicUrl }, allRoutes);

  const request = async (
    path: string,
    { from = '203.0.113.7', ...init }: RequestInit & { from?: string | undefined } = {},
  ): Promise<Response> =>
    app.request(new URL(path, publicUrl).href, init, { requestId: 'request-1', clientAddress: from });

  const fields = (slug: string, given: Readonly<Record<string, string>> = {}) => ({
    form: ulid(),
    number: 'OPI-0001',
    day: '10',
    month: '12',
    year: '2008',
    ...(slug !== 'staff' && { cvec: '' }),
    address: '',
    ...given,
  });

  return {
    deps,
    routes: app.routes.map(({ method, path }) => ({ method, path })),
    tables,
    clock,
    started,
    executions,
    vault,
    servers,
    calls,
    logged,
    metrics,
    engine,
    hmacKey,
    request,
    /** A form as it is filled in when nothing else is said: Ada's number and birth date. */
    fields,
    /** Sends a form as a browser does. */
    submit: (
      slug: string,
      given: Readonly<Record<string, string>> = {},
      { from, headers }: { from?: string | undefined; headers?: Readonly<Record<string, string>> } = {},
    ) =>
      request(`/first-time/${slug}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          origin: publicUrl,
          'sec-fetch-site': 'same-origin',
          ...headers,
        },
        body: new URLSearchParams(fields(slug, given)).toString(),
        ...(from !== undefined && { from }),
      }),
    /** Stores a file and, with it, an account, as the workflow leaves them; the token opens the status page. */
    person: async (row: HandedOver, more: { file?: Partial<FileRecord>; account?: Partial<Account> } = {}) => {
      const ids = { fileId: ulid(), accountId: ulid(), personId: ulid() };
      const file = {
        ...row,
        ...ids,
        version: 1,
        addressVersion: 1,
        handedOverAt: clock.at.toString(),
        ...more.file,
      };
      await tables.write({ table: 'files', put: present(file) });
      if (more.account) await tables.write({ table: 'accounts', put: present(accountOf(file, more.account)) });
      const { token } = await mintLink(
        { purpose: 'status', addressVersion: 1, epoch: 0, fileId: ids.fileId, accountId: ids.accountId },
        undefined,
        { tables, randomBytes, hmacKey, now },
      );
      return { ...ids, token, cookie: `__Host-link=${token}` };
    },
  };
}
export type PortalWorld = ReturnType<typeof portalWorld>;

function accountOf(file: FileRecord, account: Partial<Account>): Account {
  const { accountId, personId, fileId, office, population, affiliations, handedOverAt } = file;
  const ends = file.endsOn === undefined ? {} : { endsOn: file.endsOn };
  return {
    accountId,
    personId,
    office,
    population,
    affiliations,
    login: 'adalovel',
    state: 'requested',
    createdAt: handedOverAt,
    revision: 1,
    files: { [fileId]: { version: file.version, population, affiliations, startsOn: file.startsOn, ...ends } },
    leadingFileId: fileId,
    mailAddress: 'ada.lovelace@etu.uca.fr',
    mailAliases: [],
    services: ['ent', 'mail', 'eduroam', 'printing'],
    reasonEndsOn: '2027-08-31',
    lastDay: '2027-09-30',
    directories: { uca: { status: 'pending', revision: 1 } },
    credentialEpoch: 0,
    passwords: {},
    liveLinks: [],
    sessionEpoch: 0,
    ...account,
  };
}

/** A row as a table keeps it: what is not known is not there. */
function present(record: object): Row {
  return JSON.parse(JSON.stringify(record)) as Row;
}
