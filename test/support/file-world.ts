import { Temporal } from 'temporal-polyfill';
import { findByClaim } from '../../functions/file/file-repository.ts';
import type { FileRecord, HandedOver } from '../../functions/file/file.ts';
import { storeFile, type StoredFile } from '../../functions/file/store-file.ts';
import { university } from '../../functions/university/uca.ts';
import { type InMemoryTables, inMemoryTables } from './in-memory-tables.ts';

/** Whom a form finds. */
export type Known = HandedOver & { readonly birthDate: string };

export const ada: Known = {
  office: 'registrar',
  fileNumber: 'F1',
  population: 'student',
  firstName: 'Ada',
  lastName: 'Lovelace',
  birthDate: '2007-12-10',
  personalEmail: 'ada@example.org',
  opiNumber: 'O1',
  studentNumber: 'S1',
  ine: '123456789AB',
  affiliations: ['isima'],
  startsOn: '2026-09-01',
  endsOn: '2027-08-31',
  missing: [],
};
export const adaAtHr: Known = {
  office: 'hr',
  fileNumber: 'H1',
  population: 'staff',
  firstName: 'Ada',
  lastName: 'Lovelace',
  birthDate: '2007-12-10',
  ine: '123456789AB',
  affiliations: [],
  startsOn: '2026-09-01',
  missing: ['contract'],
};
export const withoutOpi = without(ada, 'opiNumber');
export const withoutNumbers = without(ada, 'opiNumber', 'studentNumber', 'ine');

export function without<K extends 'opiNumber' | 'studentNumber' | 'ine' | 'endsOn' | 'personalEmail'>(
  row: Known,
  ...names: readonly K[]
): Omit<Known, K> {
  const less = { ...row };
  for (const name of names) Reflect.deleteProperty(less, name);
  return less;
}

/** The files of the offices over fakes. */
export function fileWorld() {
  const tables = inMemoryTables();
  let ids = 0;
  const deps = {
    tables,
    university,
    now: () => Temporal.Instant.from('2026-11-22T10:00:00Z'),
    newId: () => String((ids += 1)).padStart(26, '0'),
  };
  return {
    ...deps,
    handOver: (row: HandedOver, runId?: string) => storeFile(row, { ...deps, ...(runId !== undefined && { runId }) }),
    file: (row: Known) => fileOf(row, tables),
  };
}

async function fileOf({ office, fileNumber, birthDate }: Known, tables: InMemoryTables): Promise<FileRecord> {
  const key = office === 'hr' ? 'hr_number' : 'file_number';
  const file = await findByClaim({ key, number: fileNumber, birthDate }, tables);
  if (!file) throw new Error('No file has this number');
  return file;
}

export function stored(result: StoredFile): Extract<StoredFile, { onboard: boolean }> {
  if (!('onboard' in result)) throw new Error(`This was ${result.outcome}`);
  return result;
}

export function everything(tables: InMemoryTables) {
  return (['files', 'fileKeys', 'audit'] as const).map((table) => tables.rows(table));
}
