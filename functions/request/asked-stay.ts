import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { daysAfter } from '../account/account-dates.ts';
import { loginBase } from '../account/login.ts';
import { day } from '../file/file.ts';
import { isOutside } from '../file/missing-pieces.ts';
import { isWellFormedAddress } from '../intake/well-formed-address.ts';
import type { ServiceName, University } from '../university/university.ts';
import { type Stay, type StayKind, stayKinds } from './request.ts';
import { requestable } from './services-on-request.ts';
import { latestEnd } from './stay-dates.ts';

/** What all rows of a form have in common, as it was typed: `''` for what was left empty. */
export interface AskedTogether {
  readonly kind: string;
  readonly reason: string;
  /** `YYYY-MM-DD`. */
  readonly startsOn: string;
  readonly endsOn: string;
  /** Of those that may be asked for (`servicesOnRequest`); what every account of the kind opens need not be named. */
  readonly services: readonly string[];
}

/** A row of the form as it was typed, or of a list that was pasted. */
export interface AskedStay extends AskedTogether {
  readonly firstName: string;
  readonly lastName: string;
  readonly mail: string;
  /** Whether the guest is handed a card, for want of a mail address. */
  readonly card: boolean;
}

/** What can be wrong with a row, in the order in which the page asks for it. */
const fields = ['kind', 'firstName', 'lastName', 'mail', 'startsOn', 'endsOn', 'reason', 'services'] as const;
export type AskedField = (typeof fields)[number];

export type StayProblemCode =
  | 'required'
  | 'too-long'
  | 'control-character'
  /** No login can be made of the names. */
  | 'no-letters'
  | 'malformed-address'
  /** An address of the university: its mailbox opens with an account. */
  | 'address-inside'
  /** Neither is given: how the guest is to choose a password. */
  | 'address-or-card'
  /** Both are. */
  | 'address-and-card'
  | 'not-a-date'
  | 'in-the-past'
  /** Later than `farthestStart` from today. */
  | 'too-far-ahead'
  | 'end-before-start'
  /** Of the end: later than `latestEnd` of the kind, counted from today. */
  | 'stay-too-long'
  | 'unknown'
  /** A service that accounts of this kind are never given. */
  | 'never-granted'
  /** A local account is asked for by ISIMA or LIMOS staff. */
  | 'not-a-contact'
  /** The same as an earlier row of the form. */
  | 'repeated';

/** What is wrong with a field: one problem each, the first. */
export type FieldProblem =
  | { readonly field: AskedField; readonly code: Exclude<StayProblemCode, 'stay-too-long'> }
  /** `latest`: the last day that there may be. */
  | { readonly field: 'endsOn'; readonly code: 'stay-too-long'; readonly latest: string };

/** `row`: from 0. */
export type StayProblem = FieldProblem & { readonly row: number };

/** What a sponsor says of a stay, once it is known to be one. */
export type SaidOfStay = Pick<
  Stay,
  'kind' | 'firstName' | 'lastName' | 'mail' | 'reason' | 'startsOn' | 'endsOn' | 'services'
>;

/** Longer names are cut in every directory (RFC 4519's attributes have no bound; X.520 gives a name 64). */
const longestName = 64;

/** A paragraph. */
const longestReason = 1000;

/**
 * How far ahead a stay may begin: its account opens as soon as it is granted, so that a guest can prepare it, and nobody
 * has one for long before they come.
 */
const farthestStart = { days: 14 };

/**
 * Control characters, halves of characters, what stands for bytes that are none, and what turns the direction of a line
 * around; a reason may have lines.
 */
const unwanted = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\uFFFD]/u;

interface StayRules {
  readonly kinds: readonly StayKind[];
  readonly today: string;
  readonly university: University;
}

/** What a row says, or everything that is wrong with it, in the order of the page (K-09). */
export function parseAskedStay(
  asked: AskedStay,
  rules: StayRules,
): { readonly said: SaidOfStay } | { readonly problems: readonly FieldProblem[] } {
  const found = noProblems();
  const together = readTogether(asked, rules, found.add);
  const guest = readGuest(asked, rules.university, found.add);
  const problems = found.inOrder();
  return problems.length > 0 || together === undefined ? { problems } : { said: { ...together, ...guest } };
}

/** What is wrong with what all rows have in common, in the order of the page. */
export function problemsTogether(asked: AskedTogether, rules: StayRules): readonly FieldProblem[] {
  const found = noProblems();
  readTogether(asked, rules, found.add);
  return found.inOrder();
}

/** What is wrong with who comes, in the order of the page. */
export function problemsOfGuest(
  asked: AskedStay,
  { university }: Pick<StayRules, 'university'>,
): readonly FieldProblem[] {
  const found = noProblems();
  readGuest(asked, university, found.add);
  return found.inOrder();
}

type AddProblem = (problem: FieldProblem) => void;

function noProblems(): { readonly add: AddProblem; readonly inOrder: () => readonly FieldProblem[] } {
  const found = new Map<AskedField, FieldProblem>();
  return {
    add: (problem) => {
      if (!found.has(problem.field)) found.set(problem.field, problem);
    },
    inOrder: () => fields.flatMap((field) => found.get(field) ?? []),
  };
}

function readGuest(
  asked: AskedStay,
  { mailDomains }: University,
  problem: AddProblem,
): Pick<SaidOfStay, 'firstName' | 'lastName' | 'mail'> {
  const name = (field: 'firstName' | 'lastName'): string => {
    const cleaned = asked[field].normalize('NFC').replaceAll(/\s+/g, ' ').trim();
    if (cleaned === '') problem({ field, code: 'required' });
    else if (cleaned.length > longestName) problem({ field, code: 'too-long' });
    else if (unwanted.test(cleaned)) problem({ field, code: 'control-character' });
    return cleaned;
  };
  const firstName = name('firstName');
  const lastName = name('lastName');
  if (firstName !== '' && lastName !== '' && loginBase(firstName, lastName) === '')
    problem({ field: 'lastName', code: 'no-letters' });

  const mail = asked.mail.trim();
  if (mail === '') {
    if (!asked.card) problem({ field: 'mail', code: 'address-or-card' });
    return { firstName, lastName };
  }
  if (asked.card) problem({ field: 'mail', code: 'address-and-card' });
  else if (!isWellFormedAddress(mail)) problem({ field: 'mail', code: 'malformed-address' });
  else if (!isOutside(mail, mailDomains)) problem({ field: 'mail', code: 'address-inside' });
  return { firstName, lastName, mail };
}

/** @returns `undefined` when something is wrong that leaves nothing to read. */
function readTogether(
  asked: AskedTogether,
  { kinds, today, university }: StayRules,
  problem: AddProblem,
): Omit<SaidOfStay, 'firstName' | 'lastName' | 'mail'> | undefined {
  const date = (field: 'startsOn' | 'endsOn'): string | undefined => {
    const cleaned = asked[field].trim();
    if (cleaned === '') problem({ field, code: 'required' });
    else if (!z.safeParse(day, cleaned).success) problem({ field, code: 'not-a-date' });
    else return cleaned;
    return undefined;
  };

  const kind = stayKinds.find((each) => each === asked.kind);
  if (kind === undefined) problem({ field: 'kind', code: asked.kind === '' ? 'required' : 'unknown' });
  else if (!kinds.includes(kind)) problem({ field: 'kind', code: 'not-a-contact' });

  const begins = date('startsOn');
  // A form that stood open over midnight still says the day on which it was filled in.
  const startsOn = begins === daysAfter(today, -1) ? today : begins;
  if (startsOn !== undefined) {
    if (startsOn < today) problem({ field: 'startsOn', code: 'in-the-past' });
    else if (startsOn > Temporal.PlainDate.from(today).add(farthestStart).toString())
      problem({ field: 'startsOn', code: 'too-far-ahead' });
  }
  const endsOn = date('endsOn');
  const latest = kind && latestEnd(kind, today, university);
  if (endsOn !== undefined) {
    if (startsOn !== undefined && endsOn < startsOn) problem({ field: 'endsOn', code: 'end-before-start' });
    else if (endsOn < today) problem({ field: 'endsOn', code: 'in-the-past' });
    else if (latest !== undefined && endsOn > latest) problem({ field: 'endsOn', code: 'stay-too-long', latest });
  }

  const reason = saidReason(asked.reason);
  if (typeof reason !== 'string') problem({ field: 'reason', code: reason.problem });

  const services = kind === undefined ? [] : requestedServices(kind, asked.services, university);
  if ('problem' in services) problem({ field: 'services', code: services.problem });

  if (kind === undefined || startsOn === undefined || endsOn === undefined) return undefined;
  if (typeof reason !== 'string' || 'problem' in services) return undefined;
  return { kind, reason, startsOn, endsOn, services };
}

/** A reason as it is kept, told to whom it concerns; or why it is none. */
export function saidReason(
  typed: string,
): string | { readonly problem: 'required' | 'too-long' | 'control-character' } {
  const lines = typed.normalize('NFC').replaceAll(/\r\n?/g, '\n').split('\n');
  const reason = lines
    .map((line) => line.replaceAll(/[\t ]+/g, ' ').trim())
    .join('\n')
    .trim();
  // Blank to the eye is empty: spaces of no width are no spaces.
  if (!/[\p{L}\p{N}\p{P}\p{S}]/u.test(reason)) return { problem: 'required' };
  if (reason.length > longestReason) return { problem: 'too-long' };
  return unwanted.test(reason.replaceAll('\n', '')) ? { problem: 'control-character' } : reason;
}

/**
 * Those of the named services that are granted on request; the others are the kind's own, or never granted. A local account
 * has none of its own, and takes one at least.
 */
export function requestedServices(
  kind: StayKind,
  named: readonly string[],
  university: University,
): ServiceName[] | { readonly problem: 'never-granted' | 'required' } {
  const own: readonly string[] = university.populations[kind].services;
  const onRequest = requestable(university);
  if (!named.every((name) => own.includes(name) || onRequest.some((each) => each === name)))
    return { problem: 'never-granted' };
  const wanted = onRequest.filter((service) => named.includes(service));
  return kind === 'local' && wanted.length === 0 ? { problem: 'required' } : wanted;
}
