import { Temporal } from 'temporal-polyfill';
import { type Account, accountSchema } from '../../functions/account/account.ts';
import type { PopulationName, University } from '../../functions/university/university.ts';
import { type Chance, chance } from './chance.ts';
import { plus } from './days.ts';
import { type Engine, engine } from './engine.ts';
import type { ExpectedStay } from './expected-stay.ts';
import { accept, type Expected } from './expected.ts';
import type { Faults } from './faults.ts';
import { unitContact } from './people.ts';
import type { Event, Life, Plan } from './plan.ts';

/** What happens and is counted. */
export const counted = [
  ...['files', 'onboarded', 'activated', 'returned', 'warned', 'suspended', 'closed'],
  ...['asked', 'granted', 'declined', 'extended', 'ended', 'undone', 'handedOver', 'orphaned', 'takenOver'],
  ...['retried', 'died', 'redriven', 'restarted'],
] as const;
export type Counted = (typeof counted)[number];

/** A promise that was broken, and on which day. */
export interface Broken {
  readonly day: string;
  readonly what: string;
}

/** A university on one of its days: the product, and what is expected of it. */
export interface Simulated {
  readonly world: Engine;
  readonly university: University;
  readonly faults: Faults;
  readonly random: Chance;
  today: string;
  /** By account id, by life and by address. */
  readonly accounts: Map<string, Expected>;
  readonly byLife: Map<string, Expected>;
  readonly byAddress: Map<string, Expected>;
  /** By login: the account id. */
  readonly logins: Map<string, string>;
  readonly stays: Map<string, ExpectedStay>;
  /** Accounts whose entry somebody changed by hand, and the day by which that is found. */
  readonly byHand: Map<string, string>;
  /** Accounts and requests of which an execution died since last evening: the next night does what is left. */
  interrupted: ReadonlySet<string>;
  readonly eventsOf: (day: string) => readonly Event[];
  readonly later: (day: string, event: Event) => void;
  readonly count: (name: Counted, more?: number) => void;
  readonly breaks: (what: string, about?: Pick<Expected, 'life' | 'accountId'>) => void;
  readonly at: (day: string, time: string) => Temporal.Instant;
  readonly accountOf: (accountId: string) => Promise<Account | undefined>;
  /** What the day came to so far; the next one begins with nothing. */
  readonly close: () => { counts: Record<Counted, number>; broken: Broken[] };
}

export function simulated(
  plan: Plan,
  { seed, faults, university: given }: { seed: number; faults: Faults; university: University },
): Simulated {
  const university = { ...given, unitContacts: { byAffiliation: {}, otherwise: unitContact.address } };
  const { timeZone } = university;
  const at = (day: string, time: string): Temporal.Instant =>
    Temporal.PlainDate.from(day)
      .toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) })
      .toInstant();
  const world = engine({
    ...{ at: at(plan.from, '00:00'), university, random: chance(seed, -3) },
    ...{ losesSchedule: faults.losesSchedule, dies: faults.dies },
  });
  const events = new Map(plan.events);
  /** A row is another object once it was written: what was read of it holds until then. */
  const read = new WeakMap<object, Account>();
  let counts = noCounts();
  let broken: Broken[] = [];

  const all: Simulated = {
    ...{ world, university, faults, random: chance(seed, -2), today: plan.from, at },
    accounts: new Map(),
    byLife: new Map(),
    byAddress: new Map(),
    logins: new Map(),
    stays: new Map(),
    byHand: new Map(),
    interrupted: new Set(),
    eventsOf: (day) => events.get(day) ?? [],
    later: (day, event) => void events.set(day, [...(events.get(day) ?? []), event]),
    count: (name, more = 1) => void (counts[name] += more),
    breaks: (what, about) => {
      broken.push({ day: all.today, what: about ? `${about.life.key} (${about.accountId}) ${what}` : what });
    },
    accountOf: async (accountId) => {
      const row = await world.kept.get('accounts', { accountId });
      if (!row) return undefined;
      const account = read.get(row) ?? accountSchema.parse(row);
      read.set(row, account);
      return account;
    },
    close: () => {
      const day = { counts, broken };
      counts = noCounts();
      broken = [];
      return day;
    },
  };
  return all;
}

function noCounts(): Record<Counted, number> {
  return Object.fromEntries(counted.map((name) => [name, 0])) as Record<Counted, number>;
}

/** An account that is there from today on. */
export function arrives(
  { accountId, login, state }: Account,
  said: { life: Life; population: PopulationName; fileNumber: string; endsOn?: string | undefined },
  all: Simulated,
): Expected {
  const { life, population, fileNumber, endsOn } = said;
  const { accounts, byLife, byAddress, logins, today } = all;
  const expected: Expected = {
    ...{ accountId, life, population, createdOn: today, checkedTo: today },
    ...{ ends: new Map(), formerPasswords: [], lastDays: [], warned: new Map() },
    ...(state !== 'requested' && { operationalOn: today }),
  };
  accounts.set(accountId, expected);
  byLife.set(life.key, expected);
  byAddress.set(life.address, expected);
  const holder = logins.get(login);
  if (holder !== undefined) all.breaks(`has the login ${login} of ${holder}`, expected);
  logins.set(login, accountId);
  accept(expected, { fileNumber, endsOn, population }, today, all.university);
  all.count('onboarded');
  if (life.activates) all.later(plus(today, life.dallies), { what: 'activate', life });
  return expected;
}
