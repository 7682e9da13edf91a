import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { ulid } from 'ulid';
import { expect, test } from 'vitest';
import type { Account } from '../../../functions/account/account.ts';
import { dayOf, daysAfter } from '../../../functions/account/account-dates.ts';
import { decideRequest } from '../../../functions/request/decide-request.ts';
import { endStay, undoEnd } from '../../../functions/request/end-stay.ts';
import { extendStay } from '../../../functions/request/extend-stay.ts';
import { guestsOf } from '../../../functions/request/guest-count.ts';
import { acceptHandOver, declineHandOver, handOver } from '../../../functions/request/hand-over.ts';
import { lockAccount } from '../../../functions/lock/lock-account.ts';
import { unlockAccount } from '../../../functions/lock/unlock-account.ts';
import { isWaiting, type Stay } from '../../../functions/request/request.ts';
import { restartRequests } from '../../../functions/request/restart-requests.ts';
import { hasSponsor } from '../../../functions/request/sponsor.ts';
import { isCurrent, latestEnd } from '../../../functions/request/stay-dates.ts';
import { askUnitContact, disownStay } from '../../../functions/request/unit-contact.ts';
import { withdraw } from '../../../functions/request/withdraw.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { uca } from '../../../functions/university/uca.ts';
import { guestWorld, type GuestWorld, intern, visitor } from '../../support/guest-world.ts';

const walks = Number(process.env['WALKS'] ?? 100);

const quotas = { perSponsor: 3, altogether: 6 };
const university = { ...uca, guestQuotas: quotas };

const ofWorld = ['ask', 'ask-many', 'leave', 'lock', 'work', 'wait', 'sweep', 'lost'] as const;
const ofStay = [
  ...(['decide', 'extend', 'end', 'undo', 'hand-over', 'accept', 'decline', 'withdraw', 'not-mine', 'expire'] as const),
];
type Kind = (typeof ofWorld)[number] | (typeof ofStay)[number];
/** What moves a stay on is drawn more often. */
const drawn: readonly Kind[] = [
  ...ofWorld,
  ...ofStay,
  'ask',
  'decide',
  'decide',
  'extend',
  'accept',
  'work',
  'wait',
  'sweep',
];

interface Op {
  readonly kind: Kind;
  readonly who: number;
  readonly which: number;
  readonly n: number;
}
const op: fc.Arbitrary<Op> = fc.record({
  kind: fc.constantFrom(...drawn),
  who: fc.nat(2),
  which: fc.nat(7),
  n: fc.nat(40),
});
/** One thing, or two at the same moment. */
const steps = fc.array(fc.oneof({ weight: 3, arbitrary: fc.tuple(op) }, { weight: 1, arbitrary: fc.tuple(op, op) }), {
  minLength: 5,
  maxLength: 40,
  size: 'max',
});

async function walk() {
  const world = guestWorld({ university });
  const logins = ['macurie', 'picurie', 'ircurie'];
  const sponsors = await Promise.all(logins.map((login) => world.staff(login)));
  const cri = await world.staff('cricri');
  await world.staff('accueil');
  const today = () => dayOf(world.now(), uca.timeZone);

  const later = (days: number): string => dayOf(world.now().add({ hours: 24 * days }), uca.timeZone);

  /** Prepared once and done twice: the same form, sent again. */
  async function prepared({ kind, who, which, n }: Op): Promise<() => Promise<unknown>> {
    const stays = await world.stays();
    // Three times in four one for which it can be done.
    const fit = n % 4 ? stays.filter((each) => suits(kind, each)) : [];
    const among = fit.length > 0 ? fit : stays;
    const stay: Stay | undefined = among[which % Math.max(1, among.length)];
    const actor = sponsors[who];
    if (!actor) throw new Error('There are three sponsors');
    const me = await world.account(actor.accountId);
    if (isOfStay(kind)) return stay ? actionOn(stay, kind, { who, n }, me) : nothing;
    const form = ulid();
    const actions: Record<(typeof ofWorld)[number], () => Promise<unknown>> = {
      ask: () =>
        world.ask(me, [{ ...(n % 3 ? intern : visitor), startsOn: today(), endsOn: later(1 + (n % 5)) }], form),
      'ask-many': () =>
        world.ask(
          me,
          ['Ada', 'Eve', 'Mia'].map((firstName) => ({
            ...visitor,
            firstName,
            startsOn: today(),
            endsOn: later(1 + n / 4),
          })),
          form,
        ),
      leave: async () => {
        if (n % 3) return;
        await world.change(me.accountId, { state: 'suspended' });
        await askUnitContact(me, world);
      },
      // A lock that is lifted by the next one. Sent again, the form reads the account again.
      lock: async () => {
        const read = await world.account(me.accountId);
        return me.lock
          ? unlockAccount(read, { reason: 'Vu.', by: cri.accountId }, world)
          : lockAccount(read, { reason: 'Vu.', spend: [], by: cri.accountId }, world);
      },
      work: () => world.work(),
      // What was started and not run is not any more: what it was to do stands as work that is left.
      lost: () => {
        world.waiting.clear();
        return nothing();
      },
      sweep: () => world.sweep(),
      wait: nothing,
    };
    return actions[kind];
  }

  async function actionOn(
    stay: Stay,
    kind: (typeof ofStay)[number],
    { who, n }: Pick<Op, 'who' | 'n'>,
    me: Account,
  ): Promise<() => Promise<unknown>> {
    const { requestId, version, handedTo, endsOn } = stay;
    const by = await world.account(n % 4 ? stay.sponsorId : me.accountId);
    const taker = handedTo === undefined ? me : await world.account(handedTo);
    const verdict = { by: cri, verdict: n % 3 ? 'granted' : 'declined', reason: 'Vu.', version } as const;
    const actions: Record<typeof kind, () => Promise<unknown>> = {
      decide: () => decideRequest(requestId, verdict, world),
      extend: () => extendStay(requestId, { by, until: daysAfter(endsOn, n - 4), reason: 'Suite.' }, world),
      end: () => endStay(requestId, by, world),
      undo: () => undoEnd(requestId, by, world),
      'hand-over': () => handOver(requestId, { by, colleague: logins[(who + 1) % 3] ?? '' }, world),
      accept: () => acceptHandOver(requestId, taker, world),
      decline: () => declineHandOver(requestId, n % 2 ? by : taker, world),
      withdraw: () => withdraw(requestId, by, world),
      'not-mine': () => disownStay(requestId, by, world),
      expire: async () => (stay.accountId === undefined ? undefined : world.expire(stay.accountId)),
    };
    return actions[kind];
  }
  return { world, sponsors, today, prepared };
}

/** Sent again by who got no answer, until there is one. */
async function sent(action: () => Promise<unknown>): Promise<unknown> {
  for (let tries = 0; tries < 5; tries += 1) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof RetryableError)) throw error;
    }
  }
  throw new Error('Nobody waits for so long');
}

const nothing = (): Promise<unknown> => Promise.resolve();

function isOfStay(kind: Kind): kind is (typeof ofStay)[number] {
  return ofStay.some((each) => each === kind);
}

function suits(kind: Kind, stay: Stay): boolean {
  if (kind === 'decide' || kind === 'withdraw') return isWaiting(stay);
  if (kind === 'expire') return stay.accountId !== undefined;
  if (kind === 'accept' || kind === 'decline') return stay.handedTo !== undefined;
  return kind === 'undo' ? stay.ended !== undefined : stay.state === 'granted' && !stay.ended;
}

/** Counted by hand, from the stays themselves: who is here, or may be by an undoing or a decision that is still to come. */
function counted(stays: readonly Stay[], sponsorId: string | undefined, today: string): number {
  return stays.filter(
    (stay) =>
      (sponsorId === undefined || stay.sponsorId === sponsorId) &&
      (stay.state === 'waiting' || stay.state === 'granted') &&
      (stay.endsOn >= today || (stay.wantedEnd ?? '') >= today) &&
      (!stay.ended || dayOf(Temporal.Instant.from(stay.ended.undoUntil), uca.timeZone) >= today),
  ).length;
}

/** Nobody has more guests than may be, nor the university, but who took over some whom nobody answered for. */
function checkQuotas(
  { before, stays, today }: { before: ReadonlyMap<string, Stay>; stays: readonly Stay[]; today: string },
  orphans: ReadonlySet<string>,
  sponsors: readonly string[],
): void {
  const overtaken = (sponsorId: string) =>
    stays.filter((stay) => stay.sponsorId === sponsorId && before.get(stay.requestId)?.sponsorId !== sponsorId);
  for (const sponsorId of sponsors) {
    const exempt = overtaken(sponsorId).filter(({ requestId }) => orphans.has(requestId)).length;
    const were = counted([...before.values()], sponsorId, today);
    expect(counted(stays, sponsorId, today)).toBeLessThanOrEqual(Math.max(quotas.perSponsor, were + exempt));
  }
  expect(counted(stays, undefined, today)).toBeLessThanOrEqual(quotas.altogether);
}

async function check(world: GuestWorld, people: readonly Account[], today: string): Promise<void> {
  const stays = await world.stays();
  for (const stay of stays) {
    const { requestId, sponsorId, handedTo, orphanedAt, kind, startsOn, endsOn } = stay;
    // One who answers, and the desks say so and nothing else.
    const desks = world.tables.rows('desks').filter((row) => row['requestId'] === requestId && row['desk'] !== 'work');
    const expected = new Set([sponsorId, ...(handedTo === undefined ? [] : [handedTo])]);
    if (isWaiting(stay) || orphanedAt !== undefined) expected.add('cri');
    expect(new Set(desks.map(({ desk }) => desk))).toEqual(expected);
    expect(handedTo).not.toBe(sponsorId);
    expect(endsOn <= latestEnd(kind, startsOn, uca)).toBe(true);
  }
  for (const sponsorId of [undefined, ...people.map(({ accountId }) => accountId)]) {
    expect(await guestsOf(sponsorId, today, world.tables)).toBe(counted(stays, sponsorId, today));
  }
}

/** Whom the walk has suspended since: nobody whose stay goes on, or whose end can still be undone. */
async function checkSuspended(world: GuestWorld, suspended: Set<string>, today: string): Promise<void> {
  for (const stay of await world.stays()) {
    const account = stay.accountId === undefined ? undefined : await world.findAccount(stay.accountId);
    if (account?.state !== 'suspended') {
      if (account) suspended.delete(account.accountId);
      continue;
    }
    if (suspended.has(account.accountId)) continue;
    suspended.add(account.accountId);
    expect(isCurrent(stay, today), 'suspended with a stay that goes on').toBe(false);
    if (stay.ended && stay.endsOn >= today)
      expect(Temporal.Instant.compare(stay.ended.undoUntil, world.now()), 'undone no more').toBeLessThanOrEqual(0);
  }
}

/** Once everything that was started has run: what was promised is what the account says, sponsor or no sponsor. */
async function checkSettled(world: GuestWorld, today: string): Promise<void> {
  for (const stay of await world.stays()) {
    const account = stay.accountId === undefined ? undefined : await world.findAccount(stay.accountId);
    if (isCurrent(stay, today)) {
      expect(account).toMatchObject({ lastDay: stay.endsOn });
      expect(account?.state).not.toBe('suspended');
      expect(account?.endedEarly).toBeUndefined();
    }
    if (stay.ended && account && account.state !== 'suspended')
      expect(account).toMatchObject({ lastDay: stay.ended.on, endedEarly: { by: 'sponsor' } });
    if (stay.state !== 'granted') expect(account).toBeUndefined();
    const sponsor = await world.account(stay.sponsorId);
    if ((sponsor.state === 'suspended' || sponsor.lock) && (isCurrent(stay, today) || stay.state === 'waiting')) {
      expect(stay.handedTo !== undefined || stay.orphanedAt !== undefined).toBe(true);
    }
  }
  expect(world.desk('work')).toEqual([]);
}

test('whatever sponsors, colleagues, the CRI, schedules and nights do in whatever order, and at once: each guest has one who answers for them, the promised day is moved by sponsor and CRI alone, nobody is suspended before it, quotas hold, and the same form again changes nothing', async () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
  const done = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(steps, async (walked) => {
      const { world, sponsors, today, prepared } = await walk();
      const suspended = new Set<string>();
      for (const ops of walked) {
        const before = new Map((await world.stays()).map((stay) => [stay.requestId, stay]));
        const orphans = new Set<string>();
        // Of two that act at once, one may lock the sponsor whose guest the other takes over.
        const mayLeave = ops.some(({ kind }) => kind === 'leave' || kind === 'lock');
        for (const stay of before.values())
          if (mayLeave || !(await hasSponsor(stay, world))) orphans.add(stay.requestId);
        const actions = await Promise.all(ops.map(prepared));
        for (const { kind, n } of ops) if (kind === 'wait') world.wait({ hours: 5 + n });
        const outcomes = await Promise.all(actions.map(sent));
        outcomes.forEach((outcome, index) => {
          const word =
            typeof outcome === 'string' ? outcome : ((outcome as { outcome?: string } | undefined)?.outcome ?? '');
          const key = `${ops[index]?.kind ?? ''} ${word}`;
          done.set(key, (done.get(key) ?? 0) + 1);
        });

        const names = new Set(ops.map(({ kind }) => kind));
        const stays = await world.stays();
        for (const stay of stays) {
          const was = before.get(stay.requestId);
          if (was && was.endsOn !== stay.endsOn) expect(names.has('extend') || names.has('decide')).toBe(true);
          if (was && was.sponsorId !== stay.sponsorId) expect(names.has('accept')).toBe(true);
        }
        const ids = sponsors.map(({ accountId }) => accountId);
        checkQuotas({ before, stays, today: today() }, orphans, ids);
        await check(world, sponsors, today());
        await checkSuspended(world, suspended, today());

        const rows = JSON.stringify([world.tables.rows('requests'), world.tables.rows('counters')]);
        if (!['work', 'lock', 'sweep', 'expire'].some((each) => names.has(each as Kind)) && ops.length === 1) {
          for (const action of actions) await action();
          expect(JSON.stringify([world.tables.rows('requests'), world.tables.rows('counters')])).toBe(rows);
        }
      }
      // What was lost is started again by the night, and who has left or is locked is asked about.
      world.wait({ hours: 25 });
      await world.sweep();
      for (const sponsor of sponsors) {
        const now = await world.account(sponsor.accountId);
        if (now.state === 'suspended' || now.lock) await askUnitContact(now, world);
      }
      await restartRequests(world);
      await world.work();
      await checkSettled(world, today());
    }),
    { numRuns: walks, seed },
  );
  for (const each of [
    'ask asked',
    'ask quota',
    'decide decided',
    'extend asked',
    'extend extended',
    'end ended',
    'undo undone',
  ])
    expect([...done.keys()]).toContain(each);
  for (const each of [
    'hand-over offered',
    'accept accepted',
    'decline declined',
    'withdraw withdrawn',
    'not-mine disowned',
  ])
    expect([...done.keys()]).toContain(each);
});
