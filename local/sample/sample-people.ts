import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { OfficeName } from '../../functions/university/university.ts';

/** The academic year that the dates of the sample are written for; it begins on the first of September. */
const writtenForYear = 2026;

/** An office's sample export, its dates moved to the academic year that `today` is in. */
export async function sampleExport(office: OfficeName, today: Date): Promise<string> {
  const year = today.getMonth() >= 8 ? today.getFullYear() : today.getFullYear() - 1;
  const written = await readFile(join(import.meta.dirname, `${office}.csv`), 'utf8');
  return written
    .replaceAll(`;${writtenForYear}-09-01;`, `;${year}-09-01;`)
    .replaceAll(`;${writtenForYear + 1}-08-31;`, `;${year + 1}-08-31;`);
}

/** Three of the registrar's sample people, for the onboarding form. */
const toTry = [
  {
    fileNumber: '26-000101',
    as: 'complete',
    expect: 'with the CVEC number the file is complete: watch the account being made',
  },
  { fileNumber: '26-000102', as: 'incomplete', expect: 'is told by mail what is missing, and who completes it' },
  {
    fileNumber: '26-000103',
    as: 'homonym',
    expect: 'the same letters as the first one: whoever comes second takes a number',
  },
] as const;

const row = z.object({
  ...{ file_number: z.string(), first_name: z.string(), last_name: z.string(), birth_date: z.string() },
  ...{ opi_number: z.string(), cvec_number: z.string(), personal_email: z.string() },
});

/** Somebody to be on the form: *first-time student*, with these. */
export interface SamplePerson {
  readonly as: string;
  readonly name: string;
  readonly opiNumber: string;
  /** Absent where there is none to type. */
  readonly cvecNumber?: string;
  /** YYYY-MM-DD */
  readonly birthDate: string;
  readonly address: string;
  readonly expect: string;
}

/** @returns them in the order in which they are to be tried. */
export async function samplePeople(): Promise<SamplePerson[]> {
  const csv = await readFile(join(import.meta.dirname, 'registrar.csv'), 'utf8');
  const rows = z.array(row).parse(parse(csv, { columns: true, delimiter: ';' }));
  return toTry.flatMap(({ fileNumber, as, expect }) =>
    rows
      .filter((each) => each.file_number === fileNumber)
      .map((each) => ({
        ...{ as, expect, name: `${each.first_name} ${each.last_name}`, opiNumber: each.opi_number },
        ...{ birthDate: each.birth_date, address: each.personal_email },
        ...(each.cvec_number !== '' && { cvecNumber: each.cvec_number }),
      })),
  );
}
