import { expect, test } from 'vitest';
import type { IntakeReport } from '../../../functions/intake/intake-report.ts';
import { printReport } from '../../../functions/intake/print-report.ts';

const late = {
  reason: { fr: 'La case birth_date est vide.', en: 'The cell birth_date is empty.' },
  remedy: { fr: 'Renseignez-la.', en: 'Fill it in.' },
};
const report: IntakeReport = {
  runId: '01JD0000000000000000000000',
  key: 'registrar/export.csv',
  office: 'registrar',
  readAt: '2026-11-22T23:30:00Z',
  reportedAt: '2026-11-22T23:31:00Z',
  outcome: 'applied',
  rows: 3,
  counts: { Onboarded: 2, RowRejected: 1 },
  addresses: {},
  attention: [
    { line: 3, fileNumber: 'F2', outcome: 'RowRejected', column: 'birth_date', code: 'required', ...late },
    { line: 3, fileNumber: 'F2', outcome: 'RowRejected', code: 'cell-count', ...late },
    { line: 4, outcome: 'Onboarded', code: 'mail-refused', ...late },
  ],
};

test('a report is read in French, by the clock of the university', () => {
  expect(printReport(report, 'fr')).toBe(`Rapport du dépôt registrar/export.csv (01JD0000000000000000000000)
lu le 2026-11-23 00:30

3 lignes
       2  compte ouvert ou mis à jour
       1  ligne à corriger

Ligne 3 · F2 · ligne à corriger
  birth_date : La case birth_date est vide.
  → Renseignez-la.
  La case birth_date est vide.
  → Renseignez-la.

Ligne 4 · compte ouvert ou mis à jour
  La case birth_date est vide.
  → Renseignez-la.
`);
});

test('a report is read in English', () => {
  const text = printReport(
    { ...report, rows: 1, counts: { Onboarded: 1 }, attention: report.attention.slice(0, 1) },
    'en',
  );
  expect(text).toBe(`Report on the hand-over of registrar/export.csv (01JD0000000000000000000000)
read on 2026-11-23 00:30

1 row
       1  account opened or brought up to date

Line 3 · F2 · row to correct
  birth_date : The cell birth_date is empty.
  → Fill it in.
`);
});

test('an export that could not be read is told with what to do', () => {
  const unreadable: IntakeReport = {
    ...report,
    ...{ outcome: 'unreadable', rows: 0, counts: {}, attention: [], unreadable: { code: 'empty', ...late } },
  };
  expect(printReport(unreadable, 'en')).toContain(
    'nothing was applied.\n  The cell birth_date is empty.\n  → Fill it in.\n',
  );
});

test('an export of which rows failed on our side is said to be applied in part, with what to do', () => {
  const partly: IntakeReport = { ...report, outcome: 'partly-applied', counts: { Onboarded: 2, StepFailed: 1 } };
  expect(printReport(partly, 'en')).toContain(
    '3 rows\nApplied in part: hand the same file over again, what is done is not done again.\n       2  account',
  );
  expect(printReport(report, 'en')).not.toContain('in part');
});

test('G-05: rows whose address bounced or complained are counted, with what to do', () => {
  const told: IntakeReport = { ...report, attention: [], addresses: { bounced: 2, complained: 1 } };
  expect(printReport(told, 'fr')).toContain(`
       1  ligne à corriger

       2  avec une adresse dont nos courriels reviennent
       1  avec une adresse où un de nos courriels a été signalé comme indésirable
  → Demandez une autre adresse à ces personnes, puis déposez leurs lignes de nouveau.
`);
  expect(printReport({ ...told, addresses: { complained: 1 } }, 'en')).toContain(`
       1  row to correct

       1  with an address where a mail of ours was reported as spam
  → Ask these people for another address, then hand their rows over again.
`);
});

test('what an upload is called moves no cursor (F-04)', () => {
  const text = printReport({ ...report, key: 'registrar/\u001B[2J\u202Ex\ny.csv' }, 'en');
  for (const unwanted of ['\u001B', '\u202E']) expect(text).not.toContain(unwanted);
  expect(text.split('\n')[0]).toBe('Report on the hand-over of registrar/ [2J x y.csv (01JD0000000000000000000000)');
});
