import fc from 'fast-check';
import { directories } from '../../functions/university/university.ts';

const anybody = fc.constantFrom('home', 'home', 'home', 'library', 'library', 'thief', 'stranger');
const cookies = fc.constantFrom('own', 'own', 'own', 'own', 'earlier', 'swapped', 'none');
const rarely = fc.constantFrom(true, false, false, false);
const often = fc.constantFrom(true, true, true, false);
const directory = fc.constantFrom(...directories);

const event = <const What extends string, T>(
  weight: number,
  what: What,
  more: { [K in keyof T]: fc.Arbitrary<T[K]> },
) => ({ weight, arbitrary: fc.record(more).map((given) => ({ do: what, ...given })) });

/** What may happen next to an account, among its person, a thief, a stranger, scanners, the office and bad luck. */
export const accountEvent = fc.oneof(
  event(8, 'ask', {
    who: anybody,
    by: fc.constantFrom('login', 'address', 'recovery address', 'file number'),
    same: rarely,
    follows: often,
  }),
  event(5, 'open', { who: fc.constantFrom('home', 'home', 'library', 'scanner'), nth: fc.nat(4), look: rarely }),
  event(18, 'choose', {
    who: anybody,
    page: fc.oneof(
      { weight: 5, arbitrary: fc.constant('its own') },
      { weight: 5, arbitrary: fc.constantFrom('/activate', '/recover', '/result', '/account/password') },
    ),
    like: fc.constantFrom('new', 'new', 'new', 'new', 'weak', 'a former one', ...directories),
    ...{ same: rarely, cookies, tab: rarely, first: often, follows: often },
  }),
  event(8, 'sign in', { who: anybody, like: fc.constantFrom('current', 'current', 'former', 'wrong') }),
  event(4, 'send', {
    who: anybody,
    to: fc.constantFrom('/not-me', '/account/sign-out-everywhere', '/sign-out', '/l/fresh', '/l/fresh'),
    ...{ cookies, tab: rarely },
  }),
  event(4, 'address', {
    who: anybody,
    under: fc.constantFrom('/activate', '/account'),
    /** The address, or the code that was mailed to it. */
    gives: fc.constantFrom('two', 'three', 'the code', 'the code', 'another code'),
    ...{ cookies, tab: rarely, first: often, follows: often },
  }),
  event(3, 'look', {
    who: anybody,
    at: fc.constantFrom(
      ...(['/activate', '/recover', '/result', '/not-me', '/account/password'] as const),
      ...(['/account/code', '/activate/code'] as const),
    ),
    cookies,
  }),
  event(14, 'run', {
    nth: fc.nat(7),
    of: fc.constantFrom('newest', 'newest', 'any'),
    death: fc.option(fc.record({ step: fc.nat(6), done: fc.boolean(), again: fc.boolean() }), { freq: 3 }),
  }),
  event(3, 'steal', { what: fc.constantFrom('session', 'password', 'link') }),
  event(4, 'drain', { directory }),
  event(2, 'turn', { directory }),
  event(1, 'lose', { directory }),
  event(2, 'fail', { kms: rarely, skip: fc.nat(12), applied: fc.boolean() }),
  event(4, 'pass', { minutes: fc.constantFrom(1, 6, 6, 6, 12, 12, 31, 500, 1500) }),
  event(4, 'office', {
    what: fc.constantFrom('eve', 'eve', 'end', 'end', 'end', 'prolong', 'prolong', 'lock', 'unlock', 'unlock'),
  }),
);
export type AccountEvent = typeof accountEvent extends fc.Arbitrary<infer T> ? T : never;
/** The event that does this. */
export type Event<What extends AccountEvent['do']> = Extract<AccountEvent, { do: What }>;
