import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { askForAccess } from '../../functions/request/ask-for-access.ts';
import { decideRequest } from '../../functions/request/decide-request.ts';
import { withdraw } from '../../functions/request/withdraw.ts';
import { guestWorld, machines } from '../support/guest-world.ts';
import { runWorkflow, type Step } from '../support/run-workflow.ts';

async function asked() {
  const world = guestWorld();
  const sponsor = await world.staff('macurie');
  const cri = await world.staff('cricri');
  const { requestId: stayId } = await world.invite(sponsor, { endsOn: '2026-10-10' });
  await world.work();
  const { accountId = '' } = await world.stay(stayId);
  const address = 'grace@home.example';
  const at = '2026-09-15T08:00:00Z';
  await world.change(accountId, {
    state: 'active',
    language: 'en',
    recovery: { address, confirmedAt: at, usableFrom: at },
  });
  const account = await world.account(accountId);
  const ask = { service: 'isima', until: '2026-09-30', reason: 'Un cours.', form: ulid(), language: 'en' } as const;
  const answer = await askForAccess(account, ask, world);
  if (answer.outcome !== 'asked') throw new Error(JSON.stringify(answer.problems));
  const { requestId } = answer;
  const decide = (verdict: 'granted' | 'declined', until?: string) =>
    decideRequest(
      requestId,
      { by: cri, verdict, reason: 'Vu avec vous.', version: 1, ...(until !== undefined && { until }) },
      world,
    );
  const follow = async (steps: Record<string, Step> = {}) => [...(await world.work(steps)).values()].at(-1);
  return { world, accountId, account, requestId, decide, follow, told: () => world.mail.to(address) };
}

const failing = (error: string, times = Infinity, step?: Step): Step & { calls: () => number } => {
  let calls = 0;
  const run = async (state: never) => {
    calls += 1;
    if (calls <= times) throw Object.assign(new Error('made to fail'), { name: error });
    return step?.(state);
  };
  return Object.assign(run, { calls: () => calls });
};

describe('access', () => {
  test('becomes a ticket with a reference and no name, and waits as a row', async () => {
    const { world, requestId, follow, told } = await asked();
    expect((await follow())?.path).toEqual([
      ...['ValidateAccess', 'DecisionMade?', 'OpenTicket', 'TellRequester', 'AccessGranted?', 'AwaitingDecision'],
    ]);
    const [ticket] = world.mail.to('support@isima.fr');
    expect(ticket?.text).toContain(requestId);
    expect(ticket?.text).not.toMatch(/Grace|Hopper|grahoppe|cours/);
    expect(told().map(({ subject }) => subject)).toEqual(['Your UCA access request']);
    expect(told()[0]?.text).toContain(requestId);
  });

  test('is granted until a day, in the directories where the service is used', async () => {
    const { world, accountId, requestId, decide, follow, told } = await asked();
    await follow();
    await decide('granted', '2026-09-20');
    const run = await follow();
    expect(run?.path.slice(0, 3)).toEqual(['ValidateAccess', 'DecisionMade?', 'Grant']);
    expect(run?.path.slice(-4)).toEqual(['ScheduleExpiry', 'TellRequester', 'AccessGranted?', 'Granted']);
    expect(await world.account(accountId)).toMatchObject({
      grants: { isima: { until: '2026-09-20', requestId } },
      services: ['ent', 'eduroam', 'printing', 'isima'],
      directories: { uca: { status: 'verified' }, 'isima-limos': { status: 'verified' } },
      nextDateOn: '2026-09-21',
    });
    expect(world.tables.rows('pending')).toEqual([]);
    expect(world.desk('work')).toEqual([]);
    const last = told().at(-1);
    expect(last?.subject).toBe('Your UCA access is open');
    expect(last?.text).toContain('change your password once');
  });

  test('is declined with its reason', async () => {
    const { world, accountId, decide, follow, told } = await asked();
    await decide('declined');
    expect((await follow())?.path).toEqual([
      'ValidateAccess',
      'DecisionMade?',
      'TellRequester',
      'AccessGranted?',
      'Declined',
    ]);
    expect(told().at(-1)?.text).toContain('Vu avec vous.');
    expect((await world.account(accountId)).grants).toBeUndefined();
  });

  test('does nothing once it is withdrawn', async () => {
    const { world, account, requestId, follow } = await asked();
    await withdraw(requestId, account, world);
    expect((await follow())?.path).toEqual(['ValidateAccess', 'DecisionMade?', 'NothingToDo']);
  });

  test('grants once, whatever is run again, and nothing any more after its last day', async () => {
    const { world, accountId, requestId, decide, follow, told } = await asked();
    await decide('granted', '2026-09-20');
    await follow();
    const before = await world.account(accountId);
    const state = { requestId, version: '2', event: 'decided' };
    for (let run = 0; run < 3; run += 1) await runWorkflow(machines.access, state, world.steps);
    expect(await world.account(accountId)).toEqual(before);
    expect(told()).toHaveLength(1);
    await world.tables.write({
      table: 'accounts',
      update: { accountId },
      remove: ['grants'],
      set: { services: ['ent'] },
    });
    world.wait({ hours: 24 * 6 });
    await runWorkflow(machines.access, state, world.steps);
    expect((await world.account(accountId)).grants).toBeUndefined();
  });

  test('leaves a directory that is away to the provisioning workflow', async () => {
    const { world, decide, follow } = await asked();
    world.servers['isima-limos'].away();
    await decide('granted');
    expect((await follow())?.path.at(-1)).toBe('Granted');
    expect(world.tables.rows('pending')).toMatchObject([{ directory: 'isima-limos' }]);
  });

  test('K-09: nobody grants themselves a service', async () => {
    const { world, account, requestId } = await asked();
    const self = await world.staff('grahoppe1', { personId: account.personId });
    const verdict = { by: self, verdict: 'granted', reason: 'Moi.', version: 1 } as const;
    expect(await decideRequest(requestId, verdict, world)).toEqual({ outcome: 'own-request' });
  });

  const steps = ['ValidateAccess', 'Grant', 'ScheduleExpiry', 'TellRequester', 'LeavePending'];
  test.each([...steps, 'OpenTicket'])('fails visibly when %s breaks, after its tries (J-06)', async (name) => {
    for (const [error, tries] of [
      ['RetryableError', 6],
      ['StepError', 1],
    ] as const) {
      const { world, decide, follow } = await asked();
      if (name === 'LeavePending') world.servers.uca.away();
      if (name !== 'OpenTicket') await decide('granted');
      if (name !== 'OpenTicket') world.waiting.delete([...world.waiting.keys()][0] ?? '');
      const step = failing(error);
      expect((await follow({ [name]: step }))?.path.at(-1)).toBe('AccessFailed');
      expect(step.calls()).toBe(tries);
    }
  });
});
