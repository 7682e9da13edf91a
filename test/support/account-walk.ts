import { Temporal } from 'temporal-polyfill';
import { lockAccount } from '../../functions/lock/lock-account.ts';
import { unlockAccount } from '../../functions/lock/unlock-account.ts';
import { directories, type DirectoryName } from '../../functions/university/university.ts';
import { type Beginning, lifeUntil, ours, password, refusedIn } from './account-beginning.ts';
import type { Sent } from './account-browser.ts';
import type { AccountEvent, Event } from './account-events.ts';
import { type AccountLife, accountLife } from './account-life.ts';
import { AccountOracle } from './account-oracle.ts';
import { AccountPeople } from './account-people.ts';
import { endOf } from './account-proofs.ts';

/** One account's life among its person, a thief, a stranger and the scanners of mail gateways. */
export class AccountWalk {
  readonly life: AccountLife;
  readonly oracle: AccountOracle;
  readonly #people: AccountPeople;
  readonly #away = new Set<DirectoryName>();
  /** What the CRI did in this moment. */
  #cri: { locked?: true; unlocked?: true } = {};

  static async begin(beginning: Beginning, seed: number): Promise<AccountWalk> {
    const refuses = (name: DirectoryName, chosen: string) => chosen.includes(refusedIn[name] ?? '');
    const life = accountLife({ seed, from: await lifeUntil(beginning), refuses });
    await life.resume();
    const walk = new AccountWalk(life);
    if (beginning === 'in use') walk.oracle.chosen.set(1, new Set([password(0)]));
    const [name = ''] = life.rows('logins').map(({ login }) => login as string);
    const { stranger } = walk.#people.browsers;
    await walk.#judged(() => stranger.post('/sign-in', { name, password: password(0) }));
    life.clock.at = life.clock.at.add({ minutes: 6 });
    return walk;
  }

  private constructor(life: AccountLife) {
    this.life = life;
    const file = life.rows('files').find(({ fileNumber }) => fileNumber === ours.fileNumber);
    this.oracle = new AccountOracle(life, file?.['accountId'] as string, ours.personalEmail ?? '');
    this.#people = new AccountPeople(life, this.oracle);
  }

  /** Every request so far. */
  sent = (): readonly Sent[] => this.#people.sent;

  /** What happens in the same moment does not wait for each other; then all of it is judged. */
  async moment(events: readonly AccountEvent[]): Promise<void> {
    // Time passes before all else, an office's act included: in a moment it stands still. Then come the offices.
    const order = (event: AccountEvent): number => {
      if (event.do === 'pass') return 0;
      if (event.do !== 'office') return 2;
      return event.what === 'eve' || event.what === 'end' ? 0 : 1;
    };
    const inOrder = events.toSorted((one, other) => order(one) - order(other));
    await this.#judged(() => Promise.all(inOrder.map((each) => this.#happens(each))));
    // Enough for every other moment to be in another window of what may be mailed.
    this.life.clock.at = this.life.clock.at.add({ seconds: 150 });
  }

  async #judged(happens: () => Promise<unknown>): Promise<void> {
    const first = this.#people.sent.length;
    this.#cri = {};
    await happens();
    await this.oracle.judge(this.#people.sent.slice(first), this.#cri);
  }

  async #happens(event: AccountEvent): Promise<unknown> {
    const { life } = this;
    switch (event.do) {
      case 'ask':
        return this.#people.asks(event);
      case 'open':
        return this.#people.opens(event);
      case 'choose':
        return this.#people.chooses(event);
      case 'sign in':
        return this.#people.signsIn(event.who, event.like);
      case 'send': {
        const fields = event.to === '/l/fresh' ? { form: life.newId() } : {};
        const how = { cookies: this.#people.cookies(event), tab: event.tab };
        return this.#people.browsers[event.who].post(event.to, fields, how);
      }
      case 'address':
        return this.#people.givesAddress(event);
      case 'look':
        return this.#people.browsers[event.who].get(event.at, this.#people.cookies(event));
      case 'run': {
        const { nth, of, death } = event;
        const { executions, run } = life;
        const execution = executions.at(of === 'newest' ? -1 - (nth % 2) : nth % Math.max(executions.length, 1));
        return execution && run(execution, death);
      }
      case 'steal':
        this.#people.steals(event.what);
        return;
      case 'drain':
        return life.drainOnce(event.directory, life.newId()).catch(() => undefined);
      case 'turn':
        this.#turns(event.directory);
        return;
      case 'lose':
        life.servers[event.directory].loseNextAnswer();
        return;
      case 'fail':
        if (event.kms) life.kms.fails += 1;
        else life.unsteady.failures.push({ skip: event.skip, applied: event.applied });
        return;
      case 'pass':
        life.clock.at = life.clock.at.add({ minutes: event.minutes });
        return;
      case 'office':
        return this.#office(event.what);
    }
  }

  #turns(directory: DirectoryName): void {
    if (this.#away.delete(directory)) this.life.servers[directory].back();
    else {
      this.#away.add(directory);
      this.life.servers[directory].away();
    }
  }

  async #office(what: Event<'office'>['what']): Promise<void> {
    const { life, oracle } = this;
    const account = oracle.account();
    const { lastDay = ours.endsOn } = account ?? {};
    const end = endOf(lastDay);
    const eve = end.subtract({ minutes: 10 });
    const isBefore = Temporal.Instant.compare(life.clock.at, eve) < 0;
    if (what === 'eve' && isBefore) life.clock.at = eve;
    if (what === 'end' && account) {
      // What waits for the end, waits no longer.
      if (!isBefore && Temporal.Instant.compare(life.clock.at, end) < 0) life.clock.at = end;
      life.executions.push({ workflow: 'expiry', name: life.newId(), input: { accountId: account.accountId } });
      await this.#people.follow();
    }
    if (what === 'prolong') {
      const endsOn = Temporal.PlainDate.from(lastDay).add({ months: 3 }).toString();
      const stored = await life.handOver({ ...ours, endsOn }).catch(() => undefined);
      if (stored && 'fileId' in stored)
        await life.deps.start.onboarding(life.newId(), { operationId: life.newId(), fileId: stored.fileId });
      await this.#people.follow();
    }
    if (what === 'lock' && account) {
      this.#cri.locked = true;
      await lockAccount(account, { reason: 'cri', spend: [] }, life.deps).catch(() => undefined);
    }
    if (what === 'unlock' && account) {
      this.#cri.unlocked = true;
      await unlockAccount(account, { reason: 'cri', by: account.accountId }, life.deps).catch(() => undefined);
      await this.#people.follow();
    }
  }

  /** Everything is back, and what was left is worked off, as the hourly rule does it. */
  async settle(): Promise<void> {
    const { life } = this;
    for (const directory of directories) life.servers[directory].back();
    life.unsteady.failures.length = 0;
    life.kms.fails = 0;
    await this.#judged(async () => {
      for (let round = 0; round < 8 && life.rows('pending').length > 0; round += 1) {
        life.clock.at = life.clock.at.add({ hours: 1 });
        const before = life.executions.length;
        for (const directory of directories) await life.drainOnce(directory, life.newId()).catch(() => undefined);
        for (const execution of life.executions.slice(before)) await life.run(execution);
      }
    });
    // Whoever has asked too often may ask again.
    life.clock.at = life.clock.at.add({ minutes: 16 });
  }

  /** The owner of the mailbox asks for a link, chooses and signs in. */
  async recover(): Promise<boolean> {
    const { home } = this.#people.browsers;
    const chosen = password(1000);
    await this.#judged(() => this.#people.asks({ who: 'home', by: 'login', same: false, follows: true }));
    await this.#judged(() => home.get(`/l/${this.#people.links()[0] ?? ''}`));
    await this.#judged(() => home.post('/recover', { form: this.life.newId(), password: chosen }));
    await this.#judged(() => this.#people.follow());
    await this.#judged(() => this.#people.signsIn('home', 'current'));
    return this.#people.sent.at(-1)?.location === '/account' && this.#people.sent.at(-1)?.fields['password'] === chosen;
  }
}
