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

/** A row of the form as it was typed, or of a list that was pasted: `''` for what was left empty. */
export interface AskedStay {
  readonly kind: string;
  readonly firstName: string;
  readonly lastName: string;
  /** `''` for a guest who is handed a card. */
  readonly mail: string;
  readonly reason: string;
  /** `YYYY-MM-DD`. */
  readonly startsOn: string;
  readonly endsOn: string;
  /** Of those that may be asked for (`servicesOnRequest`); what every account of the kind opens need not be named. */
  readonly services: readonly string[];
}

export type StayProblemCode =
  | 'required'
  | 'too-long'
  | 'control-character'
  /** No login can be made of the names. */
  | 'no-letters'
  | 'malformed-address'
  /** An address of the university: its mailbox opens with an account. */
  | 'address-inside'
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

export interface StayProblem {
  /** From 0. */
  readonly row: number;
  readonly field: keyof AskedStay;
  readonly code: StayProblemCode;
}

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

/** Control characters, halves of characters, and what turns the direction of a line around; a reason may have lines. */
const unwanted = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/** What a row says, or everything that is wrong with it (K-09). */
export function parseAskedStay(
  asked: AskedStay,
  { kinds, today, university }: { kinds: readonly StayKind[]; today: string; university: University },
): { readonly said: SaidOfStay } | { readonly problems: readonly Omit<StayProblem, 'row'>[] } {
  const problems: Omit<StayProblem, 'row'>[] = [];
  const problem = (field: keyof AskedStay, code: StayProblemCode) => void problems.push({ field, code });
  const text = (field: 'firstName' | 'lastName', typed: string): string => {
    const cleaned = typed.normalize('NFC').replaceAll(/\s+/g, ' ').trim();
    if (cleaned === '') problem(field, 'required');
    else if (cleaned.length > longestName) problem(field, 'too-long');
    else if (unwanted.test(cleaned)) problem(field, 'control-character');
    return cleaned;
  };
  const date = (field: 'startsOn' | 'endsOn', typed: string): string | undefined => {
    const cleaned = typed.trim();
    if (cleaned === '') problem(field, 'required');
    else if (!z.safeParse(day, cleaned).success) problem(field, 'not-a-date');
    else return cleaned;
    return undefined;
  };

  const kind = stayKinds.find((each) => each === asked.kind);
  if (kind === undefined) problem('kind', asked.kind === '' ? 'required' : 'unknown');
  else if (!kinds.includes(kind)) problem('kind', 'not-a-contact');

  const firstName = text('firstName', asked.firstName);
  const lastName = text('lastName', asked.lastName);
  if (firstName !== '' && lastName !== '' && loginBase(firstName, lastName) === '') problem('lastName', 'no-letters');

  const mail = asked.mail.trim();
  if (mail !== '' && !isWellFormedAddress(mail)) problem('mail', 'malformed-address');
  else if (mail !== '' && !isOutside(mail, university.mailDomains)) problem('mail', 'address-inside');

  const reason = saidReason(asked.reason);
  if (typeof reason !== 'string') problem('reason', reason.problem);

  const begins = date('startsOn', asked.startsOn);
  // A form that stood open over midnight still says the day on which it was filled in.
  const startsOn = begins === daysAfter(today, -1) ? today : begins;
  const endsOn = date('endsOn', asked.endsOn);
  if (startsOn !== undefined) {
    if (startsOn < today) problem('startsOn', 'in-the-past');
    else if (startsOn > Temporal.PlainDate.from(today).add(farthestStart).toString())
      problem('startsOn', 'too-far-ahead');
  }
  if (startsOn !== undefined && endsOn !== undefined) {
    if (endsOn < startsOn) problem('endsOn', 'end-before-start');
    else if (kind !== undefined && endsOn > latestEnd(kind, today, university)) problem('endsOn', 'stay-too-long');
  }

  const services = kind === undefined ? [] : requestedServices(kind, asked.services, university);
  if (services === 'never-granted') problem('services', 'never-granted');
  else if (kind === 'local' && services.length === 0) problem('services', 'required');

  if (problems.length > 0 || kind === undefined || startsOn === undefined || endsOn === undefined) return { problems };
  if (typeof reason !== 'string' || services === 'never-granted') return { problems };
  return {
    said: { kind, firstName, lastName, reason, startsOn, endsOn, services, ...(mail !== '' && { mail }) },
  };
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
  if (reason === '') return { problem: 'required' };
  if (reason.length > longestReason) return { problem: 'too-long' };
  return unwanted.test(reason.replaceAll('\n', '')) ? { problem: 'control-character' } : reason;
}

/** Those of the named services that are granted on request; the others are the kind's own, or never granted. */
export function requestedServices(
  kind: StayKind,
  named: readonly string[],
  university: University,
): ServiceName[] | 'never-granted' {
  const own: readonly string[] = university.populations[kind].services;
  const onRequest = requestable(university);
  if (!named.every((name) => own.includes(name) || onRequest.some((each) => each === name))) return 'never-granted';
  return onRequest.filter((service) => named.includes(service));
}
