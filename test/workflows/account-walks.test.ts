import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mayHavePassword, mayBeUsed } from '../../functions/account/account-use.ts';
import { university } from '../../functions/university/uca.ts';
import { directories } from '../../functions/university/university.ts';
import { accountEvent } from '../support/account-events.ts';
import { AccountWalk } from '../support/account-walk.ts';

// Random orders of every request and step of an account's life, by its person, a thief, a stranger and scanners, with steps
// that die, answers that are lost and directories that come and go.

const walks = Number(process.env['WALKS'] ?? 1_000);

/** Events that begin together: the first ones do not wait for each other. */
const moment = fc.array(accountEvent, { minLength: 1, maxLength: 3 });
const walk = fc.record({
  beginning: fc.constantFrom('in use', 'in use', 'in use', 'account', 'account', 'file'),
  seed: fc.nat(),
  moments: fc.array(moment, { minLength: 1, maxLength: 16, size: 'max' }),
});

/** What a thousand walks come to, the rarest of it some ten times. */
const ends = [
  ...['recovered', 'everywhere', 'not everywhere', 'sessions'],
  ...['state: none', 'state: provisioned', 'state: active', 'state: active, locked', 'state: suspended'],
  ...['locked', 'unlocked', 'suspended', 'recovery-address-changed', 'other link'],
  ...['activation: everywhere', 'recovery: everywhere', 'change: everywhere'],
  ...['recovery: refused', 'recovery: partly', 'cleared'],
];

test('whatever happens, in any order: one password everywhere or an honest Pending, no link works twice, nobody is in without proof, and nothing of a lower epoch does anything (A-06, A-09, B-04, B-09, B-16, J-09, K-10)', async () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
  const reached: Record<string, number> = {};
  const count = (what: string, times = 1) => {
    if (times > 0) reached[what] = (reached[what] ?? 0) + times;
  };
  await fc.assert(
    fc.asyncProperty(walk, async ({ beginning, seed: lots, moments }) => {
      const walked = await AccountWalk.begin(beginning, lots);
      const { life, oracle } = walked;
      for (const events of moments) await walked.moment(events);
      await walked.settle();

      const account = oracle.account();
      expect(life.rows('pending')).toEqual([]);
      expect(life.rows('vault')).toEqual([]);
      const statuses = Object.values(account?.passwords ?? {}).map(({ status }) => status);
      if (account && mayHavePassword(account, university, life.now())) {
        // Nothing hangs: what is said is final, and true.
        expect(account.openPassword).toBeUndefined();
        for (const directory of directories) {
          const said = account.passwords[directory];
          const held = life.servers[directory].passwordOf(oracle.login());
          expect(said?.status).not.toBe('pending');
          if (said?.status === 'cleared') expect(held).toBeUndefined();
          if (said?.status === 'verified') expect([...oracle.current()]).toContain(held);
        }
      }
      if (account && mayBeUsed(account, university, life.now())) {
        expect(await walked.recover()).toBe(true);
        count('recovered');
      }
      const isEverywhere = statuses.length > 0 && statuses.every((status) => status === 'verified');
      count(isEverywhere ? 'everywhere' : 'not everywhere');
      count(`state: ${account?.state ?? 'none'}${account?.lock ? ', locked' : ''}`);
      for (const { purpose, outcome } of oracle.choices()) {
        count(`${purpose}: ${outcome ?? 'open'}`);
        // Of any purpose: a day of outage is rare.
        if (outcome === 'cleared') count(outcome);
      }
      for (const each of ['suspended', 'locked', 'unlocked', 'recovery-address-changed'])
        count(each, oracle.done(each));
      count('sessions', oracle.sessions.size);
      count('other link', walked.sent().filter(({ status }) => status === 409).length);
    }),
    { numRuns: walks, seed },
  );
  // The walks reach every kind of end.
  if (walks >= 1_000) expect(Object.keys(reached)).toEqual(expect.arrayContaining(ends));
  console.info(`${walks} walks, SEED=${seed}: ${JSON.stringify(reached)}`);
});
