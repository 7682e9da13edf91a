import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { dayOf } from '../account/account-dates.ts';
import { findAccount } from '../account/account-repository.ts';
import type { Account } from '../account/account.ts';
import { nightlyRunId } from '../cleanup/nightly-run.ts';
import { directoryEntry } from '../directory/directory-entry.ts';
import type { Directory, ListedEntry, StoredEntry } from '../directory/directory.ts';
import { getFile } from '../file/file-repository.ts';
import type { Objects } from '../intake/objects.ts';
import { runKeys } from '../intake/run-keys.ts';
import { RetryableError } from '../step/errors.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import { type DirectoryName, directories, type University } from '../university/university.ts';
import { differences } from './differences.ts';
import { type Compared, type Finding, type FindingName, isAccountId, partSchema } from './finding.ts';
import { repair, takeUpAgain } from './repair.ts';

export const contract = {
  input: z.extend(partSchema, { runId: nightlyRunId }),
  output: z.object({ outcome: z.literal('compared'), directory: z.enum(directories), findings: z.number() }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

interface Deps {
  readonly tables: Tables;
  readonly objects: Objects;
  readonly directory: (name: DirectoryName) => Pick<Directory, 'read' | 'list'>;
  readonly university: University;
  readonly now: () => Temporal.Instant;
  /** Is told of what an account threw, which stops no other one. */
  readonly accountFailed: (at: { directory: string; accountId: string }, error: unknown) => void;
}

/** Accounts at once: two reads of the tables each, some 5 ms. */
const atOnce = 25;

/**
 * Compares one slice of the people with one directory, from both sides, and leaves to the provisioning what is sure. It
 * writes nothing into the directory. Safe to repeat: what was left to the provisioning is not found a second time.
 * @throws RetryableError when the directory or the tables are away.
 */
export async function compareDirectory({ runId, ...part }: Input, deps: Deps): Promise<Output> {
  const entries = await entriesOf(part, deps);
  const accountIds = await accountIdsOf(part.slice, deps.tables);
  // An account that closed has left its slice; of what else is not there, something is wrong.
  const strays = [...entries.keys()].filter((accountId) => !accountIds.has(accountId));
  const all = [...accountIds, ...strays];
  const findings: Finding[] = [];
  for (let at = 0; at < all.length; at += atOnce) {
    const some = all.slice(at, at + atOnce).map(async (accountId) => {
      const found = await tried(accountId, entries.get(accountId) ?? [], { runId, ...part }, deps);
      const lost = found.isOpen && !accountIds.has(accountId);
      if (lost) await deps.tables.write({ table: 'slices', put: { slice: part.slice, accountId } });
      return lost ? [...found.findings, finding('slice-lost', accountId, part)] : found.findings;
    });
    findings.push(...(await Promise.all(some)).flat());
  }
  const compared: Compared = { ...part, accounts: accountIds.size, entries: entries.size, findings };
  await deps.objects.write(runKeys.results(runId, part.part), JSON.stringify(compared));
  return { outcome: 'compared', directory: part.directory, findings: findings.length };
}

/** By account id; of one id there should be one entry. */
async function entriesOf(
  { slice, directory }: Pick<Input, 'slice' | 'directory'>,
  deps: Deps,
): Promise<Map<string, ListedEntry[]>> {
  const entries = new Map<string, ListedEntry[]>();
  for await (const entry of deps.directory(directory).list(slice)) {
    entries.set(entry.accountId, [...(entries.get(entry.accountId) ?? []), entry]);
  }
  return entries;
}

async function accountIdsOf(slice: string, tables: Tables): Promise<Set<string>> {
  const accountIds = new Set<string>();
  let after: string | undefined;
  do {
    const { rows, next } = await tables.query(
      'slices',
      { slice },
      { limit: 100, ...(after !== undefined && { after }) },
    );
    for (const row of rows) accountIds.add(z.parse(id, row['accountId']));
    after = next;
  } while (after !== undefined);
  return accountIds;
}

interface Found {
  readonly findings: Finding[];
  /** Whether there is such an account, and it is not closed. */
  readonly isOpen: boolean;
}

async function tried(accountId: string, entries: readonly ListedEntry[], part: Input, deps: Deps): Promise<Found> {
  try {
    return await compare(accountId, entries, part, deps);
  } catch (error) {
    if (error instanceof RetryableError) throw error;
    deps.accountFailed({ directory: part.directory, accountId }, error);
    return { findings: [finding('not-compared', accountId, part)], isOpen: false };
  }
}

async function compare(accountId: string, entries: readonly ListedEntry[], part: Input, deps: Deps): Promise<Found> {
  const account = isAccountId(accountId) ? await findAccount(accountId, deps.tables) : undefined;
  if (!account) {
    return { findings: entries.map(({ login }) => finding('no-account', accountId, part, { login })), isOpen: false };
  }
  const others = entries.filter(({ login }) => login !== account.login);
  const own = entries.find(({ login }) => login === account.login);
  const found = await compareOwn(account, own, part, deps);
  return {
    findings: [...others.map(({ login }) => finding('other-login', accountId, part, { login })), ...found],
    isOpen: account.state !== 'closed',
  };
}

async function compareOwn(account: Account, own: ListedEntry | undefined, part: Input, deps: Deps): Promise<Finding[]> {
  const { accountId, login } = account;
  const { directory, runId } = part;
  const status = account.directories[directory]?.status;
  if (status === 'pending') {
    const lost = await takeUpAgain(account, directory, deps);
    return lost ? [finding('work-lost', accountId, part, { login })] : [];
  }
  if (account.state === 'closed') {
    const repaired = own && (await repair(account, directory, { runId, finding: 'closed' }, deps));
    return repaired ? [finding('closed', accountId, part, { login })] : [];
  }
  if (status === undefined) return own ? [finding('not-expected', accountId, part, { login })] : [];
  // A refusal was told when it was made.
  if (status === 'refused' || (own && (await differing(account, own, part, deps)).length === 0)) return [];
  return confirmed(accountId, part, deps);
}

/** The list is minutes old: only what account and entry still say when both are read again is taken for a difference. */
async function confirmed(accountId: string, part: Input, deps: Deps): Promise<Finding[]> {
  const { directory, runId } = part;
  const account = await findAccount(accountId, deps.tables);
  if (account?.directories[directory]?.status !== 'verified') return [];
  const { login } = account;
  const entry = await deps.directory(directory).read(login);
  if (entry && entry.accountId !== accountId) return [finding('foreign', accountId, part, { login })];
  const attributes = entry ? await differing(account, entry, part, deps) : [];
  if (entry && attributes.length === 0) return [];
  const name = entry ? 'differs' : 'missing';
  const repaired = await repair(account, directory, { runId, finding: name }, deps);
  return repaired ? [finding(name, accountId, part, { login, ...(entry && { attributes }) })] : [];
}

async function differing(
  account: Account,
  entry: StoredEntry,
  { directory }: Pick<Input, 'directory'>,
  { tables, university, now }: Deps,
): Promise<string[]> {
  const file = await getFile(account.leadingFileId, tables);
  if (!file) throw new Error('No file has this id');
  return differences(entry, directoryEntry(account, file, directory, university, dayOf(now(), university.timeZone)));
}

function finding(
  name: FindingName,
  accountId: string,
  { directory }: Pick<Input, 'directory'>,
  more: Pick<Finding, 'login' | 'attributes'> = {},
): Finding {
  return { finding: name, directory, accountId, ...more };
}
