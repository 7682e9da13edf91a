import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { endOfDay } from '../../functions/account/account-dates.ts';
import { mayBeUsed } from '../../functions/account/account-use.ts';
import type { Account } from '../../functions/account/account.ts';
import { endEarly, undoEnd } from '../../functions/account/end-early.ts';
import type { Entry } from '../../functions/directory/directory.ts';
import type { HandedOver } from '../../functions/file/file.ts';
import type { Message } from '../../functions/mail/mail.ts';
import { provisionDirectory } from '../../functions/onboarding/provision-directory.ts';
import { tableNames } from '../../functions/table/tables.ts';
import { university } from '../../functions/university/uca.ts';
import { directories, type DirectoryName } from '../../functions/university/university.ts';
import { broken, type ExpiryWorld, expiryWorld } from '../support/expiry-world.ts';
import { goodPassword } from '../support/link-world.ts';
import { grace } from '../support/people.ts';

// Random orders of what moves the end of a guest's account and of what brings it about, late, repeated or lost, with
// directories that come and go. What has to hold is said in the words of days, by a model that knows no account.

const walks = Number(process.env['WALKS'] ?? 300);
const zone = 'Europe/Paris';

const event = fc.oneof(
  fc.record({ what: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 24 * 45 }) }),
  fc.record({ what: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 30 }) }),
  fc.record({
    what: fc.constant('extend' as const),
    days: fc.integer({ min: 0, max: 120 }),
    lost: fc.boolean(),
    /** Whether a lost one is looked at only once the end before it is over. */
    late: fc.boolean(),
  }),
  fc.record({ what: fc.constant('end' as const), days: fc.integer({ min: 0, max: 40 }) }),
  fc.record({
    what: fc.constantFrom('end now', 'undo', 'sweep', 'away', 'back', 'drain', 'password', 'trouble', 'death'),
  }),
  fc.record({ what: fc.constant('fire' as const), times: fc.integer({ min: 1, max: 5 }) }),
);
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never;

/** What is promised to the guest, by those who may. */
interface Model {
  /** The last day that the office says, of what it has handed over last; and when. */
  end: string;
  handedOver: Temporal.Instant;
  /** Whether a run has brought it to its end. */
  known: boolean;
  /** What held before what is not known yet. */
  before: string;
  early?: { on: string; at: Temporal.Instant; undoUntil: Temporal.Instant } | undefined;
}

/** What the onboarding of a guest and her choice of a password leave. It takes longer than to live on from there: lived once. */
async function beginning() {
  const world = expiryWorld();
  const written = new Map<DirectoryName, Entry>();
  for (const name of directories) {
    const server = world.servers[name];
    const write = server.write.bind(server);
    server.write = (entry) => {
      written.set(name, entry);
      return write(entry);
    };
  }
  const { accountId, login } = await world.inUse();
  const entries = [...written].map(([directory, entry]) => ({
    ...{ directory, entry },
    version: world.servers[directory].versionOf(login) ?? 0,
  }));
  const rows = tableNames.flatMap((table) => world.tables.rows(table).map((row) => [table, row] as const));
  return { accountId, login, entries, rows };
}
/** Whom a mail warns, of which last day and how many days before: a late one stands for the warning before it. */
function warningOf({ to, text }: Message): string {
  const said = text.replaceAll(/\s+/g, ' ');
  const [, ends = '', inDays = ''] = /prend fin (aujourd’hui|demain|dans (\d+) jours)\./.exec(said) ?? [];
  const [, lastDay = ''] = /Dernier jour, jusqu’à minuit : (.*? \d{4})/.exec(said) ?? [];
  expect([ends, lastDay], said).not.toContain('');
  const daysLeft = inDays === '' ? 1 : Number(inDays);
  return `${to}, ${lastDay}, ${String(Math.min(...[30, 7, 1].filter((days) => days >= daysLeft)))}`;
}

let begun: ReturnType<typeof beginning> | undefined;

class Walk {
  readonly model: Model;
  #ran = 0;

  readonly world: ExpiryWorld;
  readonly accountId: string;
  readonly login: string;

  private constructor(world: ExpiryWorld, accountId: string, login: string) {
    this.world = world;
    this.accountId = accountId;
    this.login = login;
    this.model = { end: '2027-01-31', before: '2027-01-31', handedOver: world.now(), known: true };
  }

  static async begin(): Promise<Walk> {
    const world = expiryWorld();
    const { rows, entries, accountId, login } = await (begun ??= beginning());
    for (const [table, put] of rows) await world.tables.write({ table, put });
    for (const { directory, entry, version } of entries) {
      await world.servers[directory].write(entry);
      await world.servers[directory].passwords.set({ login, accountId, version }, goodPassword());
    }
    return new Walk(world, accountId, login);
  }

  account(): Promise<Account> {
    return this.world.account(this.accountId);
  }

  today(): string {
    return this.world.now().toZonedDateTimeISO(zone).toPlainDate().toString();
  }

  /** The last day by what is known, and by all that was ever said. */
  lastDay(end = this.model.known ? this.model.end : this.model.before): string {
    const { early } = this.model;
    return early && early.on < end ? early.on : end;
  }

  wait(hours: number): void {
    this.world.clock.at = this.world.clock.at.add({ hours });
  }

  async happens(happened: Event): Promise<void> {
    // Nothing happens in the same instant as something else.
    this.world.clock.at = this.world.clock.at.add({ minutes: 1 });
    const before = await this.account();
    if (before.state === 'closed') return;
    await this.#apply(happened, before);
    await this.check(before);
  }

  async #apply(happened: Event, account: Account): Promise<void> {
    const { world, model, accountId } = this;
    switch (happened.what) {
      case 'wait':
        this.wait('hours' in happened ? happened.hours : 1);
        return;
      case 'extend': {
        if (!('days' in happened) || !('lost' in happened)) return;
        const { days, lost, late } = happened;
        const endsOn = Temporal.PlainDate.from(this.today()).add({ days }).toString();
        if (endsOn === model.end) return;
        const row: HandedOver = { ...grace, startsOn: this.today(), endsOn };
        if (model.known) Object.assign(model, { before: model.end });
        Object.assign(model, { end: endsOn, handedOver: world.now(), known: false });
        if (!lost) {
          await world.onboard(row);
          this.#accepted();
          return;
        }
        await world.handOver(row);
        const over = this.lastDay();
        if (late && over >= this.today() && over < endsOn) world.clock.at = endOfDay(over, zone).add({ hours: 25 });
        return;
      }
      case 'end': {
        if (!('days' in happened) || !mayBeUsed(account, university, world.now()) || account.endedEarly) return;
        const on = Temporal.PlainDate.from(this.today()).add({ days: happened.days }).toString();
        if (on > this.lastDay()) return;
        return this.#end({ on, at: world.now(), undoUntil: endOfDay(on, zone) }, 'person', account);
      }
      case 'end now': {
        if (account.state === 'suspended') return;
        const on = Temporal.PlainDate.from(this.today()).subtract({ days: 1 }).toString();
        if (account.endedEarly?.by === 'sponsor' || on >= this.lastDay()) return;
        return this.#end({ on, at: world.now(), undoUntil: world.now().add({ hours: 24 }) }, 'sponsor', account);
      }
      case 'undo':
        if ((await undoEnd(account, world)) === 'undone') model.early = undefined;
        return;
      case 'fire':
        for (let time = 0; time < ('times' in happened ? happened.times : 1); time += 1) {
          await this.run(() => world.expire(accountId));
        }
        return;
      case 'sweep':
        return this.run(() => world.sweep());
      case 'death':
        return this.run(() => world.expire(accountId, { ProvisionDirectory: broken, LeavePending: broken }));
      case 'away':
        world.servers.uca.away();
        return;
      case 'back':
        world.servers.uca.back();
        return;
      case 'drain':
        return this.drain();
      case 'password': {
        if (account.state !== 'provisioned' || account.lastDay === undefined || account.lastDay < this.today()) return;
        const { operationId } = await world.choose(accountId, goodPassword(), 'activation');
        await world.run(operationId, 'activation');
        return;
      }
      case 'trouble':
        return this.run(() => {
          world.tables.failNext({ skip: account.revision % 4, applied: account.revision % 2 === 0 });
          return world.expire(accountId);
        });
    }
  }

  async #end(early: NonNullable<Model['early']>, by: 'person' | 'sponsor', account: Account): Promise<void> {
    const { on, undoUntil } = early;
    // The form that got no answer is sent again.
    const ended = () => endEarly(account, { on, by, undoUntil }, this.world);
    await ended().catch(async () => endEarly(await this.account(), { on, by, undoUntil }, this.world));
    this.model.early = early;
  }

  /** What brings an end about; it is judged before the onboardings that it has started run. */
  async run(happens: () => Promise<unknown>): Promise<void> {
    const before = await this.account();
    await happens();
    await this.check(before);
    await this.#work();
  }

  async #work(): Promise<void> {
    const started = this.world.started.slice(this.#ran).filter(({ workflow }) => workflow === 'onboarding');
    this.#ran = this.world.started.length;
    for (const { input } of started) {
      await this.world.reonboard(input['fileId'] ?? '');
      this.#accepted();
    }
  }

  #accepted(): void {
    const { model } = this;
    if (model.known) return;
    const later = model.end > model.before;
    if (model.early && later && Temporal.Instant.compare(model.handedOver, model.early.at) > 0) model.early = undefined;
    Object.assign(model, { known: true, before: model.end });
  }

  async drain(): Promise<void> {
    for (const row of this.world.tables.rows('pending')) {
      const directory = directories.find((name) => name === row['directory']) ?? 'uca';
      await provisionDirectory({ accountId: this.accountId, directory }, this.world).catch(() => undefined);
    }
  }

  async check(before: Account): Promise<void> {
    const { world, model } = this;
    const account = await this.account();
    const over = this.lastDay() < this.today();
    // What an office has handed over and nobody has worked on holds as long as it is not over itself.
    const isOffered = !model.known && model.end >= this.today();
    if (over) expect(mayBeUsed(account, university, world.now())).toBe(false);
    if (before.state !== account.state && account.state === 'suspended') {
      expect(over && !isOffered, 'suspended with a valid reason').toBe(true);
      const undo = model.early?.on === this.lastDay() ? model.early.undoUntil : undefined;
      if (undo)
        expect(Temporal.Instant.compare(undo, world.now()), 'suspended while it can be undone').toBeLessThanOrEqual(0);
    }
    if (before.state !== account.state && account.state === 'closed') {
      const kept = Temporal.PlainDate.from(before.suspendedOn ?? '').until(this.today()).days;
      expect(kept).toBeGreaterThanOrEqual(university.closedAfterDays);
      expect(isOffered).toBe(false);
    }
    // What no directory is told of, none lets in either: the last day stands there as well (K-02).
    const pending = world.tables.rows('pending').map((row) => row['directory']);
    for (const name of directories) {
      // What dies after an account was changed leaves it to the hourly drain.
      if (account.directories[name]?.status === 'pending') expect(pending).toContain(name);
      if (!over || pending.includes(name)) continue;
      world.servers[name].back();
      expect(await world.servers[name].passwords.bind(this.login, goodPassword())).not.toBe('bound');
    }
    const warned = world.mail.sent.filter(({ subject }) => subject.includes('prend bientôt fin')).map(warningOf);
    expect(warned, 'warned twice').toEqual([...new Set(warned)]);
  }

  /** Night after night, but those with nothing in their bucket, until nothing is left. */
  async settle(): Promise<void> {
    const { world } = this;
    world.servers.uca.back();
    for (let night = 0; night < 100; night += 1) {
      const before = await this.account();
      if (before.state === 'closed') break;
      await this.run(() => world.sweep());
      await this.drain();
      await this.check(before);
      const [next = this.today()] = world.tables
        .rows('due')
        .map(({ day }) => z.parse(z.string(), day))
        .sort();
      const days = Temporal.PlainDate.from(this.today()).until(next).days;
      this.wait(24 * Math.max(1, days));
    }
  }
}

test('whatever moves an end and whatever brings it, in any order: nobody is usable past the last day, nobody with a reason is suspended, each warning comes once, and closing erases all (K-01, K-03, K-05, K-06)', async () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
  const reached: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 14, size: 'max' }), async (events) => {
      const walk = await Walk.begin();
      for (const each of events) await walk.happens(each);
      const { state } = await walk.account();
      reached[state] = (reached[state] ?? 0) + 1;
      const { world, accountId } = walk;
      const lastDay = walk.lastDay();
      const today = walk.today();
      const ahead = [30, 7, 1].filter(
        (days) => Temporal.PlainDate.from(lastDay).subtract({ days }).toString() > today && state !== 'suspended',
      );
      const isKnown = walk.model.known;
      await walk.settle();
      expect(await walk.account()).toMatchObject({ state: 'closed', files: {} });
      const keys = world.tables.rows('mails').map(({ mailKey }) => mailKey);
      if (isKnown && state !== 'closed')
        for (const days of ahead) expect(keys).toContain(`warning#${accountId}#${lastDay}#${String(days)}`);
      const all = JSON.stringify(
        tableNames.filter((table) => table !== 'operations').map((table) => world.tables.rows(table)),
      );
      for (const personal of ['Grace', 'Hopper', grace.birthDate, 'grace@example.org', 'OPI-0001', 'opi0001'])
        expect(all).not.toContain(personal);
      expect(world.tables.rows('due')).toEqual([]);
      expect(world.tables.rows('pending')).toEqual([]);
      for (const name of directories) expect(world.servers[name].entries()).toEqual({});
    }),
    { numRuns: walks, seed },
  );
  console.info(`${String(walks)} walks, SEED=${String(seed)}: ${JSON.stringify(reached)}`);
});
