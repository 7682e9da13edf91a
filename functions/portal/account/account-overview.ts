import { Temporal } from 'temporal-polyfill';
import { dayOf, daysBetween } from '../../account/account-dates.ts';
import type { Account } from '../../account/account.ts';
import { otherAccountsKept } from '../../account/other-accounts.ts';
import { mayRecover } from '../../account/recovery-address.ts';
import { type AuditEvent, newestEvents } from '../../audit/read-events.ts';
import { getFile } from '../../file/file-repository.ts';
import type { FileRecord } from '../../file/file.ts';
import { addressHealth } from '../../mail/address-health.ts';
import type { Tables } from '../../table/tables.ts';
import {
  type DirectoryName,
  directories,
  type PopulationName,
  type ServiceName,
  type University,
} from '../../university/university.ts';
import { wholeDesk } from '../../request/list-desk.ts';
import type { Access } from '../../request/request.ts';
import { servicesToAskFor } from '../../request/services-on-request.ts';
import { toldEvents } from './event-texts.ts';

/** What a directory has of an account: the entry first, then the password. */
export type Held =
  | 'ready'
  | 'entry-pending'
  | 'entry-refused'
  | 'password-pending'
  | 'password-clearing'
  | 'password-refused'
  | 'password-missing';

/** `ending`: the reason for it has ended, and its grace runs. */
export interface OtherAccount {
  readonly login: string;
  readonly population: PopulationName;
  readonly use: 'open' | 'ending' | 'ended';
}

/** Whether a link reaches a recovery address; `not-of-school`: none is sent there, whatever arrives. */
export type RecoveryHealth = Awaited<ReturnType<typeof addressHealth>> | 'not-of-school';

/** Everything that the page of an account shows. */
export interface AccountOverview {
  readonly account: Account;
  readonly files: readonly FileRecord[];
  readonly directories: readonly { readonly directory: DirectoryName; readonly held: Held }[];
  /** Of the recovery address, if there is one. */
  readonly health: RecoveryHealth;
  /** While a changed address cannot recover the account: from when on, and which address does until then. */
  readonly waiting?: {
    readonly usableFrom: string;
    readonly meanwhile?: { readonly address: string; readonly health: RecoveryHealth };
  };
  /** Until the last day, that one included; absent without an end. */
  readonly daysLeft?: number;
  /** Whether the reason of the account has ended, and its grace runs. */
  readonly inGrace: boolean;
  readonly events: readonly AuditEvent[];
  /** Services beside those of the files: what may be asked for, and what became of what was asked for. */
  readonly access: {
    readonly services: readonly ServiceName[];
    readonly asked: readonly Pick<Access, 'service' | 'state' | 'decision'>[];
  };
  /** The other accounts of the same person. */
  readonly others: readonly OtherAccount[];
}

/** A page of them: who wants more downloads everything. */
const eventsShown = 10;

export interface OverviewDeps {
  readonly tables: Tables;
  readonly university: University;
  readonly now: () => Temporal.Instant;
}

/** Reads everything that somebody is shown of their own account. */
export async function accountOverview(account: Account, deps: OverviewDeps): Promise<AccountOverview> {
  const { tables, university, now } = deps;
  const { recovery, lastDay, reasonEndsOn, accountId } = account;
  const today = dayOf(now(), university.timeZone);
  const waits =
    recovery !== undefined && Temporal.Instant.compare(now(), Temporal.Instant.from(recovery.usableFrom)) < 0;
  const healthOf = async (address: string): Promise<RecoveryHealth> =>
    mayRecover(address, account.affiliations, university) ? addressHealth(address, { tables, now }) : 'not-of-school';
  const former = waits ? recovery.former : undefined;
  const meanwhile = former === undefined ? undefined : { address: former, health: await healthOf(former) };
  return {
    account,
    files: await filesOf(account, tables),
    directories: directories.flatMap((directory) => {
      const held = heldBy(account, directory);
      return held ? [{ directory, held }] : [];
    }),
    health: recovery === undefined ? 'well' : await healthOf(recovery.address),
    ...(waits && { waiting: { usableFrom: recovery.usableFrom, ...(meanwhile && { meanwhile }) } }),
    ...(lastDay !== undefined && { daysLeft: daysBetween(today, lastDay) }),
    inGrace: isOver(reasonEndsOn, today),
    access: await accessOf(account, deps),
    others: (await otherAccountsKept(account, tables)).map((other) => ({
      login: other.login,
      population: other.population,
      use: useOf(other, today),
    })),
    events: await newestEvents(accountId, { most: eventsShown, whats: toldEvents }, { tables, now }),
  };
}

/** Whether there is something to say of two accounts: to who has them, and to a PhD student, for whom a second one may come. */
export function speaksOfOthers({ account, others }: Pick<AccountOverview, 'account' | 'others'>): boolean {
  return others.length > 0 || account.population === 'phd';
}

function useOf({ state, reasonEndsOn, lastDay }: Account, today: string): OtherAccount['use'] {
  if (state === 'suspended' || (lastDay !== undefined && lastDay < today)) return 'ended';
  return isOver(reasonEndsOn, today) ? 'ending' : 'open';
}

function isOver(reasonEndsOn: string | undefined, today: string): boolean {
  return reasonEndsOn !== undefined && reasonEndsOn < today;
}

/** What was granted stands in the account itself. */
async function accessOf(account: Account, { tables, university }: OverviewDeps): Promise<AccountOverview['access']> {
  const services = servicesToAskFor(account, university);
  const mayAsk = services.length > 0 || account.grants !== undefined;
  const desk = mayAsk ? await wholeDesk(account.accountId, { tables }) : [];
  const asked = desk.filter((request) => request.kind === 'access');
  const open = asked.filter(({ state }) => state === 'waiting').map(({ service }) => service);
  return {
    services: services.filter((service) => !open.includes(service)),
    asked: asked.filter(({ state }) => state === 'waiting' || state === 'declined'),
  };
}

/** The files behind an account, the one that decides first. */
export async function filesOf({ files, leadingFileId }: Account, tables: Tables): Promise<FileRecord[]> {
  const ids = [leadingFileId, ...Object.keys(files).filter((fileId) => fileId !== leadingFileId)];
  const found = await Promise.all(ids.map((fileId) => getFile(fileId, tables)));
  return found.filter((file) => file !== undefined);
}

function heldBy(account: Account, name: DirectoryName): Held | undefined {
  const { directories: entries, passwords, credentialEpoch } = account;
  const entry = entries[name];
  if (!entry) return undefined;
  if (entry.status === 'refused') return 'entry-refused';
  const password = passwords[name];
  if (!password || password.epoch !== credentialEpoch || password.status === 'cleared') {
    return entry.status === 'pending' ? 'entry-pending' : 'password-missing';
  }
  if (password.status === 'refused') return 'password-refused';
  // What is pending for no choice is to be deleted.
  if (password.status === 'pending') return account.openPassword ? 'password-pending' : 'password-clearing';
  return entry.status === 'pending' ? 'entry-pending' : 'ready';
}
