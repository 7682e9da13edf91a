import fc from 'fast-check';
import { ulid } from 'ulid';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { getAccount } from '../../functions/account/account-repository.ts';
import type { Account } from '../../functions/account/account.ts';
import { drain } from '../../functions/provisioning/drain.ts';
import { takeLease } from '../../functions/provisioning/lease.ts';
import type { PasswordPurpose } from '../../functions/account/account.ts';
import type { PasswordDirectory } from '../../functions/directory/password-directory.ts';
import { type DirectoryName, directories } from '../../functions/university/university.ts';
import { type PasswordWorld, passwordWorld } from '../support/password-world.ts';

// Changes of password that race, with steps that die anywhere, answers that are lost and directories that come and go: in
// the end one password holds everywhere, the one that was chosen last.

const walks = Number(process.env['WALKS'] ?? 500);

/** What may happen next. Steps of a workflow are run one by one, in any order and as often as one likes. */
const event = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('choose' as const),
      like: fc.constantFrom('new' as const, 'the last one' as const, ...directories),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('step' as const),
      choice: fc.nat(4),
      step: fc.constantFrom(
        'Prepare' as const,
        'SetStrictest' as const,
        'SetOther' as const,
        'Conclude' as const,
        'Run' as const,
      ),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('drain' as const), directory: fc.constantFrom(...directories) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('turn' as const), directory: fc.constantFrom(...directories) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lose' as const), directory: fc.constantFrom(...directories) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('fail' as const), skip: fc.nat(6), applied: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pass' as const), hours: fc.integer({ min: 1, max: 13 }) }) },
);
type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;
/** Events that begin together: the first ones do not wait for each other. */
const walk = fc.array(fc.array(event, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 15 });

interface Choice {
  readonly operationId: string;
  readonly epoch: number;
  readonly password: string;
  readonly purpose: PasswordPurpose;
}

class Walk {
  readonly world: PasswordWorld;
  readonly #account: Account;
  readonly choices: Choice[] = [];
  readonly #away = new Set<DirectoryName>();
  #made = 0;

  static async begin(): Promise<Walk> {
    const world = passwordWorld();
    const account = await world.person();
    for (const name of directories) {
      const { passwords } = world.servers[name];
      const set = passwords.set.bind(passwords);
      const strict: PasswordDirectory['set'] = async (entry, password) => {
        if (password.includes(refusedIn(name))) world.servers[name].refuseNextPassword('too-weak');
        return set(entry, password);
      };
      Object.assign(world.servers[name].passwords, { set: strict });
    }
    return new Walk(world, account);
  }

  private constructor(world: PasswordWorld, account: Account) {
    this.world = world;
    this.#account = account;
  }

  account = (): Promise<Account> => getAccount(this.#account.accountId, this.world.tables);

  async happens(each: Event): Promise<void> {
    const { world } = this;
    switch (each.do) {
      case 'choose':
        return this.#choose(each.like);
      case 'step':
        return this.#step(each.step, this.choices.at(each.choice % Math.max(this.choices.length, 1)));
      case 'drain':
        return this.drain(each.directory);
      case 'turn':
        if (this.#away.delete(each.directory)) {
          world.servers[each.directory].back();
          return;
        }
        this.#away.add(each.directory);
        world.servers[each.directory].away();
        return;
      case 'lose':
        world.servers[each.directory].loseNextAnswer();
        return;
      case 'fail':
        world.tables.failNext({ skip: each.skip, applied: each.applied });
        return;
      case 'pass':
        world.clock.at = world.clock.at.add(Temporal.Duration.from({ hours: each.hours }));
    }
  }

  async #choose(like: 'new' | 'the last one' | DirectoryName): Promise<void> {
    const account = await this.account().catch(ignored);
    if (!account) return;
    const { state } = account;
    const purpose = state === 'provisioned' ? 'activation' : 'recovery';
    const refusedBy = like === 'uca' || like === 'isima-limos' ? refusedIn(like) : '';
    const fresh = `Mot-numero-${(this.#made += 1)}!${refusedBy}`;
    const password = (like === 'the last one' ? this.choices.at(-1)?.password : undefined) ?? fresh;
    const operationId = ulid();
    const accepted = await this.world
      .choose(this.#account.accountId, password, purpose, { operationId })
      .catch(ignored);
    // A lost answer: the form is sent again, which is the same choice.
    const row = this.world.tables.rows('operations').find((each) => each['operationId'] === operationId);
    if (accepted?.outcome === 'accepted' || row) {
      const epoch = accepted?.outcome === 'accepted' ? accepted.epoch : Number(row?.['epoch']);
      this.choices.push({ operationId, epoch, password, purpose });
    }
  }

  async #step(name: 'Prepare' | 'SetStrictest' | 'SetOther' | 'Conclude' | 'Run', choice: Choice | undefined) {
    if (!choice) return;
    const { operationId, purpose } = choice;
    const { accountId } = this.#account;
    const steps = this.world.steps as unknown as Record<string, (state: object) => Promise<unknown>>;
    const runs = {
      Prepare: () => steps['PreparePassword']?.({ operationId }),
      SetStrictest: () => steps['SetPasswordStrictest']?.({ accountId, directory: 'uca' }),
      SetOther: () => steps['SetPasswordOthers']?.({ accountId, directory: 'isima-limos' }),
      Conclude: () => steps['ConcludePassword']?.({ operationId }),
      Run: () => this.world.run(operationId, purpose),
    };
    await runs[name]()?.catch(ignored);
  }

  async drain(directory: DirectoryName): Promise<void> {
    const { world } = this;
    const executionId = ulid();
    world.clock.at = world.clock.at.add({ hours: 1 });
    const once = async () => {
      await takeLease(directory, executionId, world);
      await drain({ directory, executionId }, { ...world, rowFailed: () => undefined });
    };
    await once().catch(ignored);
  }

  /** Everything is back, and what was left is worked off, as the hourly rule does it. */
  async settle(): Promise<void> {
    for (const directory of directories) this.world.servers[directory].back();
    // Failures that nothing has met yet.
    for (let left = 100; left > 0; left -= 1)
      await this.world.tables.get('leases', { directory: 'uca' }).catch(ignored);
    for (let round = 0; round < 8 && this.world.tables.rows('pending').length > 0; round += 1) {
      const before = this.world.started.length;
      for (const directory of directories) await this.drain(directory);
      for (const { workflow, input } of this.world.started.slice(before)) {
        if (workflow === 'provisioning') continue;
        await this.world.run(input['operationId'] ?? '', workflow === 'activation' ? 'activation' : 'recovery');
      }
    }
  }

  /** What holds at every moment: an entry has the password that was chosen in the epoch of its version, or none. */
  check(): void {
    for (const directory of directories) {
      const { login } = this.#account;
      const epochHeld = Math.floor((this.world.servers[directory].versionOf(login) ?? 0) / 2);
      const held = this.world.servers[directory].passwordOf(login);
      const chosen = this.choices.find(({ epoch }) => epoch === epochHeld)?.password;
      expect(epochHeld).toBeLessThanOrEqual(this.choices.length);
      if (held !== undefined) expect(held).toBe(chosen);
    }
  }

  outcomeOf(choice: Choice | undefined): unknown {
    const rows = this.world.tables.rows('operations');
    return rows.find(({ operationId }) => operationId === choice?.operationId)?.['outcome'];
  }

  held(directory: DirectoryName): string | undefined {
    return this.world.servers[directory].passwordOf(this.#account.login);
  }
}

/** What this directory does not take in a password, whenever it is asked. */
function refusedIn(name: DirectoryName): string {
  return `-sauf-${name}`;
}

function ignored(): undefined {
  return undefined;
}

test('however changes race, one password holds everywhere in the end, and the account says what is true (I-21, J-09)', async () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
  const ends = { everywhere: 0, refused: 0, cleared: 0 };
  await fc.assert(
    fc.asyncProperty(walk, async (moments) => {
      const walked = await Walk.begin();
      await walked.happens({ do: 'choose', like: 'new' });
      for (const moment of moments) {
        await Promise.all(moment.map((each) => walked.happens(each)));
        walked.check();
      }
      await walked.settle();
      walked.check();

      const account = await walked.account();
      expect(account.openPassword).toBeUndefined();
      expect(walked.world.tables.rows('pending')).toEqual([]);
      expect(walked.world.tables.rows('vault')).toEqual([]);
      for (const directory of directories) {
        const said = account.passwords[directory];
        // Nothing hangs: what is said of this epoch is final, and true.
        expect(said?.status).not.toBe('pending');
        if (said?.status === 'cleared') expect(walked.held(directory)).toBeUndefined();
        if (said?.status === 'verified') expect(walked.held(directory)).toBeDefined();
      }
      const statuses = Object.values(account.passwords).map(({ status }) => status);
      if (statuses.length > 0 && statuses.every((status) => status === 'verified')) {
        ends.everywhere += 1;
        expect(walked.held('isima-limos')).toBe(walked.held('uca'));
        const last = walked.choices.at(-1);
        if (walked.outcomeOf(last) === 'everywhere') expect(walked.held('uca')).toBe(last?.password);
      } else if (statuses.includes('cleared')) ends.cleared += 1;
      else ends.refused += 1;
      if (walked.choices.length > 0 && statuses.length > 0) expect(account.credentialEpoch).toBe(walked.choices.length);
    }),
    { numRuns: walks, seed },
  );
  // The walks reach every kind of end.
  expect(Object.values(ends).every((count) => count > 0)).toBe(true);
  console.info(`${walks} walks, SEED=${seed}: ${JSON.stringify(ends)}`);
});
