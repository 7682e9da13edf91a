import * as z from 'zod/mini';
import { isIdentifier } from '../file/file-key.ts';
import { day, type HandedOver } from '../file/file.ts';
import { type OfficeName, populations, type University } from '../university/university.ts';
import { type ExportColumn, exportColumns, longestCell } from './export-format.ts';
import type { RowProblem, RowProblemCode } from './row-problem.ts';
import { isWellFormedAddress } from './well-formed-address.ts';

/** One row of an export as it was written, by column; a cell that is not there is empty. */
export type FeedRow = Readonly<Partial<Record<ExportColumn, string>>>;

/**
 * What an office says of a person, from one row of its export, or everything that is wrong with the row. Whether the
 * file can become an account is not asked here: that is told by its onboarding.
 */
export function parseFeedRow(
  cells: FeedRow,
  office: OfficeName,
  university: University,
): { readonly row: HandedOver } | { readonly problems: readonly RowProblem[] } {
  const problems: RowProblem[] = [];
  const problem = (column: ExportColumn, code: RowProblemCode) => void problems.push({ column, code });

  for (const column of exportColumns) {
    const cell = cells[column] ?? '';
    if (cell.length > longestCell) problem(column, 'too-long');
    else if (unwanted.test(cell)) problem(column, 'control-character');
  }
  if (problems.length > 0) return { problems };

  const optional = (column: ExportColumn) => {
    const cell = (cells[column] ?? '').normalize('NFC').replaceAll(/\s+/g, ' ').trim();
    return cell === '' ? undefined : cell;
  };
  const required = (column: ExportColumn) => {
    const cell = optional(column);
    if (cell === undefined) problem(column, 'required');
    return cell ?? '';
  };
  const date = (column: ExportColumn, cell: string | undefined) => {
    if (cell !== undefined && cell !== '' && !z.safeParse(day, cell).success) problem(column, 'not-a-date');
    return cell ?? '';
  };
  const number = (column: ExportColumn, cell: string | undefined) => {
    if (cell !== undefined && cell !== '' && !isIdentifier(cell)) problem(column, 'malformed-number');
    return cell;
  };
  const words = (column: ExportColumn) => {
    const list = (optional(column) ?? '')
      .toLowerCase()
      .split(' ')
      .filter((each) => each !== '');
    if (!list.every((each) => word.test(each))) problem(column, 'malformed-list');
    // A set: its order says nothing, so it must not look like a change.
    return [...new Set(list)].sort();
  };

  const fileNumber = number('file_number', required('file_number')) ?? '';
  const named = required('population').toLowerCase();
  const population = populations.find((name) => name === named);
  if (population === undefined) {
    if (named !== '') problem('population', 'unknown-population');
  } else if (university.populations[population].office !== office) problem('population', 'population-not-admitted');
  const firstName = required('first_name');
  const lastName = required('last_name');
  const birthDate = date('birth_date', required('birth_date'));
  // What is written is what is written to: an address is the one cell that is not normalised.
  const personalEmail = (cells.personal_email ?? '').trim();
  if (personalEmail !== '' && !isWellFormedAddress(personalEmail)) problem('personal_email', 'malformed-address');
  const opiNumber = number('opi_number', optional('opi_number'));
  const studentNumber = number('student_number', optional('student_number'));
  const cvecNumber = number('cvec_number', optional('cvec_number'));
  const ine = number('ine', optional('ine'))?.replaceAll(' ', '').toUpperCase();
  const programme = optional('programme');
  const affiliations = words('affiliations');
  const startsOn = date('starts_on', required('starts_on'));
  const endsOn = optional('ends_on');
  date('ends_on', endsOn);
  const missing = words('missing');
  if (problems.length > 0 || population === undefined) return { problems };

  return {
    row: {
      ...{ office, fileNumber, population, firstName, lastName, birthDate, affiliations, startsOn, missing },
      ...(personalEmail !== '' && { personalEmail }),
      ...(opiNumber !== undefined && { opiNumber }),
      ...(studentNumber !== undefined && { studentNumber }),
      ...(cvecNumber !== undefined && { cvecNumber }),
      ...(ine !== undefined && { ine }),
      ...(programme !== undefined && { programme }),
      ...(endsOn !== undefined && { endsOn }),
    },
  };
}

/** Control characters, line breaks, halves of characters, and what turns the direction of a line around. */
const unwanted = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

const word = /^[a-z0-9][a-z0-9_-]{0,31}$/;
