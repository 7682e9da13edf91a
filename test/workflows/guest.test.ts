import { describe, expect, test } from 'vitest';
import { adjust } from '../../functions/expiry/adjust.ts';
import { decideRequest, type Verdict } from '../../functions/request/decide-request.ts';
import { endStay, undoEnd } from '../../functions/request/end-stay.ts';
import { extendStay } from '../../functions/request/extend-stay.ts';
import { acceptHandOver, declineHandOver, handOver } from '../../functions/request/hand-over.ts';
import { withdraw } from '../../functions/request/withdraw.ts';
import { guestWorld, intern, machines } from '../support/guest-world.ts';
import { namesOf, runWorkflow, type Step } from '../support/run-workflow.ts';

async function asked(given: Parameters<ReturnType<typeof guestWorld>['invite']>[1] = {}) {
  const world = guestWorld();
  const sponsor = await world.staff('macurie');
  const cri = await world.staff('cricri');
  const { requestId } = await world.invite(sponsor, given);
  const decide = (verdict: Verdict['verdict'], version = 1, more: Partial<Verdict> = {}) =>
    decideRequest(requestId, { by: cri, verdict, reason: 'Le labo est plein.', version, ...more }, world);
  /** The last run of what follows. */
  const follow = async (steps: Record<string, Step> = {}) => [...(await world.work(steps)).values()].at(-1);
  const told = (address: string) => world.mail.to(address).map(({ subject }) => subject);
  return { world, sponsor, cri, requestId, decide, follow, told };
}
const toGuest = 'grace@example.org';
const toSponsor = 'macurie@uca.fr';
const toCri = 'support@isima.fr';

const chain = [
  ...['ValidateFile', 'FileComplete?', 'ReserveLogin', 'LoginReserved?', 'GenerateCredentials'],
  ...['ProvisionDirectories', 'ProvisionDirectory', 'ScheduleExpiry', 'EmailRecoveryAddress', 'Onboarded'],
];

describe('guest', () => {
  test('lets a temporary guest in at once, by the one way to be onboarded', async () => {
    const { world, follow, told, requestId } = await asked();
    const run = await follow();
    expect(run?.path).toEqual([
      ...['ValidateRequest', 'StayGranted?', 'StoreStay', 'StayToOnboard?', 'Onboard', ...chain, 'StayOnboarded?'],
      ...['SettleAccount', 'DecisionAwaited?', 'TellGuest', 'TellSponsor', 'HowItStands?', 'Invited'],
    ]);
    const stay = await world.stay(requestId);
    expect(await world.account(stay.accountId)).toMatchObject({
      ...{ login: 'grahoppe', population: 'temporary-guest', state: 'provisioned', lastDay: '2026-09-17' },
      ...{ services: ['ent', 'eduroam', 'printing'], directories: { uca: { status: 'verified' } } },
    });
    expect((await world.account(stay.accountId)).mailAddress).toBeUndefined();
    expect(world.scheduled.get(stay.accountId ?? '')).toBeDefined();
    expect(told(toGuest)).toEqual(['Votre compte UCA est prêt / Your UCA account is ready']);
    expect(told(toSponsor)).toEqual(['A UCA account for your guest']);
    expect(world.desk('work')).toEqual([]);
  });

  test('opens a ticket for what waits, tells guest and sponsor, and waits as a row', async () => {
    const { world, follow, told } = await asked(intern);
    const run = await follow();
    expect(run?.path).toEqual([
      ...['ValidateRequest', 'StayGranted?', 'DecisionAwaited?', 'OpenTicket', 'TellGuest', 'TellSponsor'],
      ...['HowItStands?', 'AwaitingDecision'],
    ]);
    expect(told(toCri)).toEqual(['Demande UCA à décider / UCA request to decide on']);
    expect(world.mail.to(toCri)[0]?.text).not.toMatch(/Grace|Hopper|Curie|Colloque/);
    expect(told(toGuest)).toEqual(['Un compte UCA demandé pour vous / A UCA account in your name']);
    expect(told(toSponsor)).toEqual(['Your UCA request awaits the CRI']);
    expect(world.tables.rows('files').filter(({ office }) => office === 'cri')).toEqual([]);
  });

  test('opens what the CRI granted: address, both directories, the services as asked', async () => {
    const { world, requestId, decide, follow, told } = await asked(intern);
    await follow();
    await decide('granted');
    expect((await follow())?.path.at(-1)).toBe('Invited');
    const { accountId } = await world.stay(requestId);
    expect(await world.account(accountId)).toMatchObject({
      ...{
        population: 'guest',
        mailAddress: 'grace.hopper@ext.uca.fr',
        lastDay: '2027-02-28',
        affiliations: ['limos'],
      },
      services: ['ent', 'eduroam', 'printing', 'limos'],
      directories: { uca: { status: 'verified' }, 'isima-limos': { status: 'verified' } },
    });
    expect(told(toGuest).at(-1)).toBe('Votre compte UCA est prêt / Your UCA account is ready');
    expect(world.mail.to(toSponsor).at(-1)?.text).toContain('Le labo est plein.');
  });

  test('gives a local account the services granted and nothing else', async () => {
    const { world, requestId, decide, follow } = await asked({ ...intern, kind: 'local' });
    await decide('granted');
    await follow();
    const { accountId } = await world.stay(requestId);
    const account = await world.account(accountId);
    expect(account).toMatchObject({ population: 'local', services: ['limos'] });
    expect(Object.keys(account.directories)).toEqual(['isima-limos']);
  });

  test('gives a temporary guest ISIMA once the CRI granted it, as a grant with a last day', async () => {
    const { world, requestId, decide, follow } = await asked({ services: ['isima'] });
    expect((await follow())?.path.at(-1)).toBe('AwaitingDecision');
    await decide('granted');
    await follow();
    const { accountId } = await world.stay(requestId);
    const account = await world.account(accountId);
    expect(account).toMatchObject({
      grants: { isima: { until: '2026-09-17', requestId } },
      services: ['ent', 'eduroam', 'printing', 'isima'],
      directories: { uca: { status: 'pending' }, 'isima-limos': { status: 'pending' } },
    });
    expect(account.uidNumber).toBeDefined();
    expect(world.tables.rows('pending')).toHaveLength(2);
    expect(world.started.filter(({ workflow }) => workflow === 'provisioning')).toHaveLength(2);
  });

  test('K-09: prolongs nothing that the CRI granted until a day, and takes every change of the stay once that is over', async () => {
    const { world, sponsor, decide, follow, requestId } = await asked({ services: ['isima'] });
    await decide('granted');
    await follow();
    expect(await extendStay(requestId, { by: sponsor, until: '2026-09-30', reason: 'Suite.' }, world)).toEqual({
      outcome: 'extended',
    });
    await follow();
    const { accountId = '' } = await world.stay(requestId);
    expect((await world.account(accountId)).grants).toEqual({ isima: { until: '2026-09-17', requestId } });
    world.wait({ hours: 72 });
    await adjust({ executionId: 'night', file: { accountId } }, world);
    await world.staff('picurie');
    expect(await handOver(requestId, { by: sponsor, colleague: 'picurie' }, world)).toBe('offered');
    expect((await follow())?.path.at(-1)).toBe('Told');
    const { grants = {}, services } = await world.account(accountId);
    expect([Object.keys(grants), services.includes('isima')]).toEqual([[], false]);
  });

  test('tells a decline with its reason to the sponsor, without it to the guest, however soon, and opens nothing', async () => {
    const { world, decide, follow, told } = await asked(intern);
    await follow();
    await decide('declined');
    const run = await follow();
    expect(run?.path.slice(-2)).toEqual(['HowItStands?', 'Declined']);
    expect(told(toSponsor).at(-1)).toBe('Your UCA request is declined');
    expect(world.mail.to(toSponsor).at(-1)?.text).toContain('Le labo est plein.');
    expect(told(toGuest).at(-1)).toContain('not granted');
    expect(world.mail.to(toGuest).at(-1)?.text).not.toContain('Le labo est plein.');
    expect(world.accounts().filter(({ office }) => office === 'cri')).toEqual([]);
  });

  test('moves the end of a stay that was extended, and nobody is welcomed twice', async () => {
    const { world, sponsor, requestId, follow, told } = await asked();
    await follow();
    await extendStay(requestId, { by: sponsor, until: '2026-09-30', reason: 'Suite.' }, world);
    expect((await follow())?.path.at(-1)).toBe('Invited');
    const { accountId = '' } = await world.stay(requestId);
    expect((await world.account(accountId)).lastDay).toBe('2026-09-30');
    expect(world.scheduled.get(accountId)).toBeDefined();
    expect(told(toGuest)).toEqual([
      'Votre compte UCA est prêt / Your UCA account is ready',
      'Votre compte UCA est prolongé / Your UCA account is extended',
    ]);
    expect(told(toSponsor)).toEqual(['A UCA account for your guest', 'The UCA stay is extended']);
  });

  test('tells guest and sponsor of a later end that waits, is taken back, and is declined, and why', async () => {
    const { world, sponsor, decide, requestId, follow, told } = await asked(intern);
    await decide('granted');
    await follow();
    const wanted = { by: sponsor, until: '2027-06-30', reason: 'Suite.' };
    expect(await extendStay(requestId, wanted, world)).toEqual({ outcome: 'asked' });
    await follow();
    expect(world.mail.to(toGuest).at(-1)?.text).toContain('30 June 2027');
    expect(await withdraw(requestId, sponsor, world)).toBe('withdrawn');
    await follow();
    expect(await extendStay(requestId, wanted, world)).toEqual({ outcome: 'asked' });
    await follow();
    await decide('declined', (await world.stay(requestId)).version);
    await follow();
    const news = told(toGuest).slice(-4);
    expect(news.map((each) => each.split(' / ')[1])).toEqual([
      'A later end asked for you, UCA',
      'Your UCA extension is withdrawn',
      'A later end asked for you, UCA',
      'Your UCA account is not extended',
    ]);
    expect(world.mail.to(toGuest).at(-1)?.text).toContain('Le labo est plein.');
    expect(told(toSponsor).at(-1)).toBe('UCA extension declined');
  });

  test('tells guest and sponsor of an end and of its undoing', async () => {
    const { world, sponsor, requestId, follow, told } = await asked();
    await follow();
    await endStay(requestId, sponsor, world);
    expect((await follow())?.path).toEqual([
      ...['ValidateRequest', 'StayGranted?', 'StoreStay', 'StayToOnboard?', 'SettleAccount', 'DecisionAwaited?'],
      ...['TellGuest', 'TellSponsor', 'HowItStands?', 'Told'],
    ]);
    for (const to of [toGuest, toSponsor]) {
      const text = world.mail.to(to).at(-1)?.text ?? '';
      expect(text).toMatch(/Ended on\W+15 September 2026/);
      expect(text, 'the promised day').not.toContain('17 September 2026');
    }
    await undoEnd(requestId, sponsor, world);
    expect((await follow())?.path.at(-1)).toBe('Invited');
    for (const to of [toGuest, toSponsor]) expect(world.mail.to(to).at(-1)?.text).toContain('17 September 2026');
    expect(
      told(toGuest)
        .slice(1)
        .map((each) => each.split(' / ')[1]),
    ).toEqual(['Your UCA account has ended', 'Your UCA account works again']);
    expect(told(toSponsor).slice(1)).toEqual(['The UCA stay has ended', 'The UCA stay goes on']);
  });

  test('tells a colleague what they are offered, and both once it is taken over', async () => {
    const { world, sponsor, requestId, follow, told } = await asked();
    const colleague = await world.staff('picurie');
    await follow();
    await handOver(requestId, { by: sponsor, colleague: 'picurie' }, world);
    expect((await follow())?.path.at(-1)).toBe('Told');
    await declineHandOver(requestId, colleague, world);
    await follow();
    await handOver(requestId, { by: sponsor, colleague: 'picurie' }, world);
    await follow();
    await acceptHandOver(requestId, colleague, world);
    await follow();
    expect(told('picurie@uca.fr')).toEqual([
      'You are offered a UCA guest',
      'You are offered a UCA guest',
      'You answer for a UCA guest',
    ]);
    expect(told(toSponsor).slice(1)).toEqual(['Your UCA guest stays yours', 'Your UCA guest is taken over']);
    // The page of the guest is for the colleague from then on.
    const last = world.mail.sent.findLast(({ to }) => to === toSponsor)?.text;
    expect(last).toMatch(/\/sponsor\s/);
    expect(last).not.toContain(requestId);
    expect(told(toGuest).at(-1)).toContain('sponsor');
  });

  test('hands a guest without an address a card: nothing is mailed, nothing is missing', async () => {
    const { world, follow, requestId } = await asked({ mail: '', card: true });
    expect((await follow())?.path.at(-1)).toBe('Invited');
    expect(world.mail.sent.map(({ to }) => to)).toEqual([toSponsor]);
    expect(world.files().find(({ fileNumber }) => fileNumber === requestId)).toMatchObject({
      card: true,
      outcome: 'Onboarded',
    });
  });

  test('does nothing for a request that the tables have forgotten', async () => {
    const { world, requestId, follow } = await asked();
    await world.tables.write({ table: 'requests', delete: { requestId } });
    expect((await follow())?.path).toEqual(['ValidateRequest', 'StayGranted?', 'NothingToDo']);
    expect(world.mail.sent).toEqual([]);
  });

  test('changes nothing and mails nobody when an execution runs again', async () => {
    const { world, follow, requestId } = await asked();
    await follow();
    const before = JSON.stringify([world.accounts(), world.files(), await world.stays(), world.mail.sent]);
    for (let run = 0; run < 5; run += 1) {
      const again = await runWorkflow(machines.guest, { requestId, version: '1', event: 'asked' }, world.steps);
      expect(again.path.at(-1)).toBe('Invited');
    }
    expect(JSON.stringify([world.accounts(), world.files(), await world.stays(), world.mail.sent])).toBe(before);
  });

  test('onboards a guest whose stay was offered to a colleague before its first execution came', async () => {
    const { world, sponsor, requestId } = await asked();
    await world.staff('picurie');
    await handOver(requestId, { by: sponsor, colleague: 'picurie' }, world);
    const runs = await world.work();
    expect(runs.get(`${requestId}-1`)?.path.at(-1)).toBe('Invited');
    expect((await world.stay(requestId)).accountId).toBeDefined();
    expect(world.desk('work')).toEqual([]);
  });

  test('B-18: a sponsor’s requests are one mail in five minutes to an address that they typed', async () => {
    const { world, sponsor, follow } = await asked(intern);
    for (let n = 0; n < 10; n += 1) {
      const { requestId } = await world.invite(sponsor, { ...intern, firstName: `Ada${'a'.repeat(n)}` });
      await withdraw(requestId, sponsor, world);
    }
    await follow();
    expect(world.mail.to(toGuest)).toHaveLength(1);
  });

  test('F-08: holds ids and outcomes only', async () => {
    const { world, decide } = await asked(intern);
    const before = await world.work();
    await decide('granted');
    const runs = [...before, ...(await world.work())];
    expect(runs).toHaveLength(2);
    expect(JSON.stringify(runs.map(([name, { output }]) => [name, output]))).not.toMatch(
      /grace|hopper|curie|@|labo|colloque/i,
    );
  });
});

describe('guest, when something breaks', () => {
  const failing = (error: string, times = Infinity, step?: Step): Step & { calls: () => number } => {
    let calls = 0;
    const run = async (state: never) => {
      calls += 1;
      if (calls <= times) throw Object.assign(new Error('made to fail'), { name: error });
      return step?.(state);
    };
    return Object.assign(run, { calls: () => calls });
  };
  const own = ['ValidateRequest', 'StoreStay', 'SettleAccount', 'OpenTicket', 'TellGuest', 'TellSponsor'];
  const reached = (name: string) => (name === 'OpenTicket' ? intern : {});

  test.each(own)('%s waits out what passes', async (name) => {
    const { world, follow } = await asked(reached(name));
    const step = failing('RetryableError', 5, world.steps[name]);
    expect((await follow({ [name]: step }))?.path.at(-1)).toBe(name === 'OpenTicket' ? 'AwaitingDecision' : 'Invited');
    expect(step.calls()).toBe(6);
  });

  test.each(own)(
    '%s fails visibly once its tries are spent, and at once for what does not pass (J-06)',
    async (name) => {
      for (const [error, tries] of [
        ['RetryableError', 6],
        ['StepError', 1],
      ] as const) {
        const { world, follow } = await asked(reached(name));
        const step = failing(error);
        const run = await follow({ [name]: step });
        expect(run?.path.at(-1)).toBe('GuestFailed');
        expect(run?.error).toBeDefined();
        expect(step.calls()).toBe(tries);
        // What was not done to its end can be found, and started again.
        expect(world.desk('work')).toHaveLength(1);
      }
    },
  );

  test.each(['ValidateFile', 'ReserveLogin', 'GenerateCredentials', 'ScheduleExpiry', 'EmailRecoveryAddress'])(
    'fails visibly when %s of the onboarding fails, and ends well when it is started again',
    async (name) => {
      const { world, follow, requestId } = await asked();
      const run = await follow({ [name]: failing('StepError') });
      expect(run?.path.slice(-3)).toEqual(['StepFailed', 'StayOnboarded?', 'StayNotOnboarded']);
      const again = await runWorkflow(machines.guest, { requestId, version: '1', event: 'asked' }, world.steps);
      expect(again.path.at(-1)).toBe('Invited');
    },
  );

  test('ends well where another execution has onboarded the guest in the same moment (J-01)', async () => {
    const { world, follow, requestId, told } = await asked();
    const run = await follow({
      ValidateFile: async (state) => {
        await runWorkflow(machines.guest, { requestId, version: '1', event: 'asked' }, world.steps);
        return world.steps['ValidateFile']?.(state);
      },
    });
    expect(run?.path).toContain('AlreadyOnboarded');
    expect(run?.path.at(-1)).toBe('Invited');
    expect(world.accounts().filter(({ population }) => population === 'temporary-guest')).toHaveLength(1);
    expect(told(toSponsor)).toEqual(['A UCA account for your guest']);
  });

  test('fails visibly when not even the failure can be noted', async () => {
    const { follow } = await asked();
    const run = await follow({ ValidateFile: failing('StepError'), RecordFailure: failing('StepError') });
    expect(run?.path.at(-1)).toBe('StayNotOnboarded');
  });

  test('leaves a directory that is away to the provisioning workflow, and invites all the same', async () => {
    const { world, follow } = await asked();
    world.servers.uca.away();
    expect((await follow())?.path.at(-1)).toBe('Invited');
    expect(world.tables.rows('pending')).toMatchObject([{ directory: 'uca' }]);
  });

  test('catches what the onboarding as a whole throws', () => {
    const onboard = machines.guest.States['Onboard'] as { Catch?: { Next: string }[] };
    expect(onboard.Catch?.map(({ Next }) => Next)).toEqual(['GuestFailed']);
    expect(new Set(namesOf(machines.guest)).size).toBe(namesOf(machines.guest).length);
  });
});
