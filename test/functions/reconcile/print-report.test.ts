import { expect, test } from 'vitest';
import { printReconcileReport } from '../../../functions/reconcile/print-report.ts';

test('a comparison names what differs, and lets no directory write to a terminal (F-04)', () => {
  const printed = printReconcileReport(
    {
      ...{ runId: 'reconcile-2027-10-02-00000000000000000000000001', day: '2027-10-02', night: 4, slices: ['4'] },
      ...{ reportedAt: '2027-10-02T03:00:00Z', outcome: 'directory-away', notCompared: ['isima-limos'] },
      compared: [{ directory: 'uca', slice: '4', accounts: 12, entries: 13 }],
      counts: { 'no-account': 1 },
      findings: [{ finding: 'no-account', directory: 'uca', accountId: '\u001B[2Jevil4', login: 'adaold' }],
    },
    'en',
  );
  expect(printed).toContain('12 accounts, 13 entries\n');
  expect(printed).toContain('entry without an account: look at it\n');
  expect(printed).toContain('adaold');
  expect(printed).not.toContain('\u001B');
});
