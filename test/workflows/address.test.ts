import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import type { Account } from '../../functions/account/account.ts';
import * as emailCode from '../../functions/address/email-code.ts';
import * as tellFormer from '../../functions/address/tell-former.ts';
import { address } from '../../lib/workflows/address.ts';
import { mailingWorld, type MailingWorld } from '../support/mailing-world.ts';
import { namedFunctions, renderAsl } from '../support/render-asl.ts';
import { runWorkflow, type Step, step } from '../support/run-workflow.ts';

const asl = renderAsl((scope) => address(scope, namedFunctions(scope)));
const [old, fresh, campus] = ['adalovel@home.example', 'new@home.example', 'ada.lovelace@etu.uca.fr'];

const stepsOf = (world: MailingWorld): Record<string, Step> => ({
  EmailCode: step(emailCode.contract, (input) => emailCode.emailCode(input, world)),
  TellFormerAddress: step(tellFormer.contract, (input) => tellFormer.tellFormer(input, world)),
});

async function asked(account: Partial<Account> = {}) {
  const world = mailingWorld();
  const { accountId } = await world.person(account);
  const operationId = await world.ask({ kind: 'address', accountId, address: fresh, tries: 0 });
  return {
    world,
    accountId,
    run: (steps: Record<string, Step> = {}) => runWorkflow(asl, { operationId }, { ...stepsOf(world), ...steps }),
    /** What the portal does once the code was typed. */
    confirm: async () => {
      const confirmedAt = world.clock.at.toString();
      const usableFrom = world.clock.at.add({ hours: 72 }).toString();
      await world.tables.write({ table: 'operations', update: { operationId }, set: { confirmedAt } });
      await world.change(accountId, { recovery: { address: fresh, former: old, confirmedAt, usableFrom } });
    },
  };
}
const failing = (times: number, error: string, run?: Step): Step & { calls: () => number } => {
  let calls = 0;
  const each = async (state: never) => {
    calls += 1;
    if (calls <= times) throw Object.assign(new Error('made to fail'), { name: error });
    return run?.(state);
  };
  return Object.assign(each, { calls: () => calls });
};

describe('another recovery address', () => {
  test('gets a code, and nobody else hears of it yet', async () => {
    const { world, run } = await asked();
    const { path, output } = await run();
    expect(path).toEqual(['EmailCode', 'CodeMailed?', 'CodeSent']);
    expect(world.mail.sent.map(({ to }) => to)).toEqual([fresh]);
    expect(JSON.stringify(output)).not.toMatch(/example|\d{8}/);
    expect((await run()).path.at(-1)).toBe('CodeSent');
    expect(world.mail.sent).toHaveLength(1);
  });

  test('B-17, 6.3.7: is told to the former one and the university address once the code was typed, once each', async () => {
    const { world, run, confirm } = await asked();
    await run();
    await confirm();
    for (let again = 0; again < 10; again += 1) {
      expect((await run()).path.slice(-2)).toEqual(['TellFormerAddress', 'FormerAddressTold']);
    }
    expect(world.mail.sent.map(({ to }) => to).toSorted()).toEqual([old, campus, fresh].toSorted());
    for (const to of [old, campus]) {
      const [mail] = world.mail.to(to);
      expect(mail?.text.replace(/\s+/g, ' ')).toContain('à partir du 8 novembre 2026');
      expect(mail?.text).not.toContain(fresh);
      expect(mail && (await world.linksIn(mail))).toMatchObject([{ purpose: 'not-me', live: true }]);
    }
  });

  test('that yet another one has replaced is told by the run of that one', async () => {
    const { world, accountId, run, confirm } = await asked();
    await confirm();
    await world.change(accountId, { recovery: { address: 'third@home.example', confirmedAt: '', usableFrom: '' } });
    expect((await run()).output).toMatchObject({ notice: { outcome: 'nobody-to-tell' } });
    expect(world.mail.sent).toEqual([]);
  });

  test('of an account that may not have one ends with nothing', async () => {
    const { world, run } = await asked({ lock: { reason: 'stolen', at: '' } });
    expect((await run()).path.at(-1)).toBe('NothingToSend');
    expect(world.mail.sent).toEqual([]);
  });

  test('of a request that has been forgotten ends with nothing', async () => {
    const { path } = await runWorkflow(asl, { operationId: ulid() }, stepsOf(mailingWorld()));
    expect(path.at(-1)).toBe('NothingToSend');
  });
});

describe.each([
  ['EmailCode', 'CodeSent'],
  ['TellFormerAddress', 'FormerAddressTold'],
])('%s', (name, end) => {
  const ready = async () => {
    const { world, run, confirm } = await asked();
    if (name === 'TellFormerAddress') await confirm();
    return { run, own: stepsOf(world)[name] };
  };

  test.each(['RetryableError', 'Lambda.TooManyRequestsException'])('waits out a passing %s', async (error) => {
    const { run, own } = await ready();
    const each = failing(5, error, own);
    expect((await run({ [name]: each })).path.at(-1)).toBe(end);
    expect(each.calls()).toBe(6);
  });

  test.each([
    // Hours for the notice: it is the one chance of whoever is robbed of the account.
    ['RetryableError', name === 'TellFormerAddress' ? 41 : 6],
    ['StepError', 1],
  ])('fails visibly after its tries of a %s (J-06)', async (error, calls) => {
    const { run } = await ready();
    const each = failing(Infinity, error);
    expect((await run({ [name]: each })).path.at(-1)).toBe('StepFailed');
    expect(each.calls()).toBe(calls);
  });
});
