import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import * as z from 'zod/mini';
import { mostRows, type StaysAsked } from '../../request/ask-for-stays.ts';
import type { AskedField, AskedStay, AskedTogether, FieldProblem, StayProblem } from '../../request/asked-stay.ts';
import type { Text } from '../../university/university.ts';
import type { FieldError } from '../error-summary.tsx';
import { lineText, problemText } from './problem-texts.ts';

/** What everybody of one form has in common. */
export interface TypedStay {
  readonly kind: string;
  readonly reason: string;
  readonly from: string;
  readonly until: string;
  readonly services: readonly string[];
}

export interface TypedGuest extends TypedStay {
  readonly firstName: string;
  readonly lastName: string;
  readonly mail: string;
  readonly card: boolean;
}

export interface TypedGroup extends TypedStay {
  readonly people: string;
}

/** The fields of the page that the fields of a request are typed in. */
const fieldOf = {
  kind: 'kind',
  firstName: 'firstName',
  lastName: 'lastName',
  mail: 'mail',
  reason: 'reason',
  startsOn: 'from',
  endsOn: 'until',
  services: 'service',
} as const satisfies Record<AskedField, string>;

const texts = {
  noPeople: { fr: 'Écrivez au moins une personne', en: 'Write one person at least' },
  tooMany: {
    fr: `Pas plus de ${mostRows} personnes à la fois`,
    en: `No more than ${mostRows} people at a time`,
  },
  parts: {
    fr: 'il faut « prénom; nom; courriel », le courriel pouvant rester vide',
    en: 'it takes “first name; last name; mail”, where the mail may be left out',
  },
  quote: {
    fr: 'un guillemet n’est pas fermé, ou quelque chose le suit',
    en: 'a quote is not closed, or something follows it',
  },
  notASponsor: {
    fr: 'Votre compte ne permet plus de répondre d’invité·es',
    en: 'Your account no longer lets you answer for guests',
  },
} as const satisfies Record<string, Text>;

/** What everybody of a form has in common, as the request has it. */
export function readTogether({ kind, reason, from, until, services }: TypedStay): AskedTogether {
  return { kind, reason: reason.trim(), startsOn: from.trim(), endsOn: until.trim(), services };
}

/** One person as the request has it. */
export function readGuest(typed: TypedGuest): AskedStay {
  const { firstName, lastName, mail, card } = typed;
  return {
    ...readTogether(typed),
    ...{ firstName: firstName.trim(), lastName: lastName.trim(), mail: mail.trim(), card },
  };
}

const parsed = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

export interface ReadGroup {
  readonly rows: readonly AskedStay[];
  /** The line on which each row stands, from 1. */
  readonly lines: readonly number[];
  /** The lines that are no row, for want of a part or for one too many. */
  readonly odd: readonly number[];
}

/** The people of a pasted list, each with its line: `;`, `,` or the tabs of a spreadsheet between the parts. */
export function readGroup(typed: TypedGroup): ReadGroup | { errors: readonly FieldError[] } {
  const wrong = (text: Text) => ({ errors: [{ field: 'people', text }] });
  const records = recordsOf(typed.people);
  if (typeof records === 'number') return wrong(lineText(records, texts.quote));
  if (records.length === 0) return wrong(texts.noPeople);
  if (records.length > mostRows) return wrong(texts.tooMany);
  const isOdd = ({ record }: (typeof records)[number]) => record.length < 2 || record.length > 3;
  const whole = records.filter((each) => !isOdd(each));
  return {
    rows: whole.map(({ record: [firstName = '', lastName = '', mail = ''] }) => ({
      ...readTogether(typed),
      // Who has no address is handed a card.
      ...{ firstName, lastName, mail, card: mail.trim() === '' },
    })),
    lines: whole.map(({ info }) => info.lines),
    odd: records.filter(isOdd).map(({ info }) => info.lines),
  };
}

/** What csv-parse says of a quote. */
const misplaced = new Set<string>(['CSV_QUOTE_NOT_CLOSED', 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE']);

/** @returns the line of a quote that is out of place. */
function recordsOf(people: string): z.infer<typeof parsed> | number {
  try {
    const records: unknown = parse(people, {
      bom: true,
      delimiter: [';', '\t', ','],
      info: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    });
    return z.parse(parsed, records);
  } catch (error) {
    if (error instanceof CsvError && misplaced.has(error.code)) return z.parse(z.number(), error['lines']);
    throw error;
  }
}

/** What to correct, at the fields of one person or of what a group has in common. */
export function guestErrors(problems: readonly FieldProblem[]): FieldError[] {
  return problems.map((problem) => ({ field: fieldOf[problem.field], text: problemText(problem) }));
}

/** What to correct in a group: of a person by the line, of what all have in common once. */
export function groupErrors(problems: readonly StayProblem[], { lines, odd }: ReadGroup): FieldError[] {
  const isOwn = ({ field }: StayProblem) => field === 'firstName' || field === 'lastName' || field === 'mail';
  const people = [
    ...problems.filter(isOwn).map((problem) => ({ line: lines[problem.row] ?? 0, text: problemText(problem) })),
    ...odd.map((line) => ({ line, text: texts.parts })),
  ].sort((one, other) => one.line - other.line);
  return withPeople(
    people.map(({ line, text }) => ({ field: 'people', text: lineText(line, text) })),
    problems.filter((problem) => !isOwn(problem) && problem.row === 0),
  );
}

/** What to correct in a group, in the order of the page: which account, who, and the rest of what all have in common. */
export function withPeople(people: readonly FieldError[], together: readonly FieldProblem[]): FieldError[] {
  const [kind, rest] = [
    together.filter(({ field }) => field === 'kind'),
    together.filter(({ field }) => field !== 'kind'),
  ];
  return [...guestErrors(kind), ...people, ...guestErrors(rest)];
}

/** Why no more guests can be asked for, at the top of the form. */
export function refusalText(asked: Extract<StaysAsked, { outcome: 'quota' | 'not-a-sponsor' }>): Text {
  if (asked.outcome === 'not-a-sponsor') return texts.notASponsor;
  const { of, left } = asked;
  return of === 'sponsor'
    ? {
        fr: `Vous répondez déjà d’autant de personnes que l’université le permet : il reste ${left} place(s)`,
        en: `You answer for as many people as the university allows already: ${left} more can come`,
      }
    : {
        fr: `L’université accueille déjà autant d’invité·es qu’elle le permet : il reste ${left} place(s). Voyez le CRI`,
        en: `The university has as many guests as it allows already: ${left} more can come. See the CRI`,
      };
}
