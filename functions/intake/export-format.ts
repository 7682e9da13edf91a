/**
 * The columns of an export, every one of them in every export, in any order. Also those that an office never fills: an
 * export that lost its `missing` or `ends_on` column would otherwise complete, or never end, the file of everybody in it.
 */
export const exportColumns = [
  'file_number',
  'population',
  'first_name',
  'last_name',
  'birth_date',
  'personal_email',
  'opi_number',
  'student_number',
  'cvec_number',
  'ine',
  'programme',
  'affiliations',
  'starts_on',
  'ends_on',
  'missing',
] as const;
export type ExportColumn = (typeof exportColumns)[number];

/** Bytes of one export: a row takes some 200, so four times the 40,000 people of the largest intake. */
export const largestExport = 32 * 1024 * 1024;

/** Rows of one export: what the reader must remember of each to notice a repeated number stays below some 20 MB. */
export const mostRows = 100_000;

/** Characters of one cell: no name, address or programme of a person is longer. */
export const longestCell = 256;

/** Bytes of one record. All columns at their longest take 15 KiB; what is longer swallowed other rows by an open quote. */
export const longestRecord = 64 * 1024;
