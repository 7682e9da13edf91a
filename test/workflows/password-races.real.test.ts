import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getAccount } from '../../functions/account/account-repository.ts';
import type { Account } from '../../functions/account/account.ts';
import type { Directory } from '../../functions/directory/directory.ts';
import { ldapDirectory } from '../../functions/directory/ldap-directory.ts';
import { ldapPasswordDirectory } from '../../functions/directory/ldap-password-directory.ts';
import type { PasswordDirectory } from '../../functions/directory/password-directory.ts';
import { provisionDirectory } from '../../functions/onboarding/provision-directory.ts';
import { type DirectoryName, directories } from '../../functions/university/university.ts';
import type { LocalDirectory } from '../../local/slapd.ts';
import { as, connectionTo, OpenLdapServers, passwordConnectionTo } from '../functions/directory/openldap-servers.ts';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { passwordWorld } from '../support/password-world.ts';
import { chloe } from '../support/people.ts';

// Two changes of password that race on the two OpenLDAP servers, each behind its own workflow.

const [first, earlier, later] = ['Premier-mot-2026!', 'Second-mot-2026!', 'Troisieme-mot-2026!'];

interface Server {
  readonly server: LocalDirectory;
  readonly proxy: FaultProxy;
  readonly entries: Directory;
  readonly passwords: PasswordDirectory;
}
let servers: OpenLdapServers;
let there: Readonly<Record<DirectoryName, Server>>;
beforeAll(async () => {
  servers = await OpenLdapServers.create();
  const behindProxy = async (name: string, suffix: string): Promise<Server> => {
    const server = await servers.start(name, suffix);
    const proxy = await startFaultProxy({ host: '127.0.0.1', port: Number(new URL(server.url).port) });
    const connection = { ...passwordConnectionTo(server), url: `ldaps://127.0.0.1:${proxy.port}` };
    return {
      ...{ server, proxy },
      entries: ldapDirectory(() => Promise.resolve(connectionTo(server))),
      passwords: ldapPasswordDirectory(() => Promise.resolve(connection)),
    };
  };
  there = {
    uca: await behindProxy('uca', 'dc=uca,dc=fr'),
    'isima-limos': await behindProxy('isima-limos', 'dc=isima,dc=fr'),
  };
});
afterAll(async () => {
  for (const { proxy } of Object.values(there)) await proxy.stop();
  await servers.stop();
});

/** In milliseconds, how long each call of a directory is held up, and after how long something else begins. */
const interleaving = fc.record({
  holds: fc.array(fc.nat(40), { minLength: 16, maxLength: 16 }),
  /** Absent: once the first one has ended. */
  second: fc.option(fc.nat(400), { freq: 4 }),
  drains: fc.array(fc.record({ directory: fc.constantFrom(...directories), after: fc.nat(300) }), { maxLength: 3 }),
  /** Before which call an answer is lost, and which of its answers. */
  losses: fc.array(fc.record({ call: fc.nat(12), after: fc.oneof({ arbitrary: fc.nat(1), weight: 4 }, fc.nat(7)) }), {
    maxLength: 3,
  }),
  away: fc.option(fc.record({ directory: fc.constantFrom(...directories), back: fc.nat(2_000) }), { freq: 2 }),
});

test('two changes that race on two OpenLDAP servers end with the later password everywhere, and no other (I-10, I-21, J-09)', async () => {
  let how: typeof interleaving extends fc.Arbitrary<infer T> ? T | undefined : never;
  let calls = 0;
  const held = async (name: DirectoryName): Promise<void> => {
    const call = (calls += 1) - 1;
    await setTimeout(how?.holds[call % how.holds.length] ?? 0);
    const loss = how?.losses.find((each) => each.call === call);
    if (loss) there[name].proxy.fault = { kind: 'lost-answer', after: loss.after };
  };
  const world = passwordWorld(
    { at: Temporal.Now.instant().toString() },
    {
      directory: (name) => there[name].entries,
      passwordDirectory: (name) => ({
        ...there[name].passwords,
        set: async (...given) => held(name).then(() => there[name].passwords.set(...given)),
        bind: async (...given) => held(name).then(() => there[name].passwords.bind(...given)),
      }),
    },
  );
  const worked = (): Promise<unknown> => Promise.all(directories.map((name) => world.pass(name, { minutes: 6 })));
  let made = 0;

  /** Somebody with a first password on both servers. */
  async function person(): Promise<Account> {
    made += 1;
    const endsOn = Temporal.Now.plainDateISO().add({ days: 300 }).toString();
    const birthDate = Temporal.PlainDate.from('1980-01-01').add({ days: made }).toString();
    const numbers = { fileNumber: `R-${made}`, opiNumber: `OPI-R-${made}` };
    const account = await world.person({ ...chloe, ...numbers, birthDate, endsOn });
    for (const directory of directories) await provisionDirectory({ accountId: account.accountId, directory }, world);
    return world.activated(account, first);
  }

  async function lets(name: DirectoryName, { login }: Account, password: string): Promise<boolean> {
    const { server } = there[name];
    const who = { bindDn: `uid=${login},${server.peopleDn}`, password };
    return as(server, who, () => Promise.resolve(true)).catch(() => false);
  }

  const races = Number(process.env['RACES'] ?? 20);
  const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
  const met = { away: 0, lost: 0, superseded: 0 };
  await fc.assert(
    fc.asyncProperty(interleaving, async (drawn) => {
      const account = await person();
      const { accountId } = account;
      const lostBefore = Object.values(there).reduce((sum, { proxy }) => sum + proxy.lost, 0);
      const { second, drains, away } = drawn;
      [how, calls] = [drawn, 0];
      if (away) await there[away.directory].server.stop();

      const one = await world.choose(accountId, earlier);
      const running = world.run(one.operationId);
      await Promise.all([
        running,
        (second === null ? running : setTimeout(second))
          .then(() => world.choose(accountId, later))
          .then(({ operationId }) => world.run(operationId)),
        ...drains.map(({ directory, after }) =>
          setTimeout(after).then(() => world.pass(directory, { minutes: 0 }).catch(() => undefined)),
        ),
        away && setTimeout(away.back).then(() => there[away.directory].server.start()),
      ]);

      how = undefined;
      for (const { proxy } of Object.values(there)) proxy.fault = { kind: 'none' };
      for (let round = 0; round < 8 && world.tables.rows('pending').length > 0; round += 1) {
        const before = world.started.length;
        await worked();
        for (const { workflow, input } of world.started.slice(before))
          if (workflow === 'password') await world.run(input['operationId'] ?? '');
      }

      expect(await getAccount(accountId, world.tables)).toMatchObject({
        passwords: Object.fromEntries(directories.map((name) => [name, { status: 'verified', epoch: 3 }])),
      });
      for (const name of directories) {
        const opens = await Promise.all([first, earlier, later].map((each) => lets(name, account, each)));
        expect(opens, name).toEqual([false, false, true]);
      }
      expect(world.tables.rows('vault')).toEqual([]);
      if (away) met.away += 1;
      if ((await running).path.at(-1) === 'Superseded') met.superseded += 1;
      met.lost += Object.values(there).reduce((sum, { proxy }) => sum + proxy.lost, 0) - lostBefore;
    }),
    { numRuns: races, seed },
  );
  console.info(`${races} races, SEED=${seed}: ${JSON.stringify(met)}`);
  for (const times of [met.lost, met.away, met.superseded]) expect(times).toBeGreaterThan(0);
  expect(met.superseded).toBeLessThan(races);
});
