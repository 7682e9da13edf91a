import { expect, test } from 'vitest';
import { printCleanupReport } from '../../../functions/cleanup/print-report.ts';
import { numberedId } from '../../support/sweep-world.ts';

const report = {
  ...{ runId: 'cleanup-2027-10-02-00000000000000000000000001', day: '2027-10-02', from: '2027-10-01' },
  ...{ startedAt: '2027-10-02T01:30:00Z', reportedAt: '2027-10-02T01:31:00Z', outcome: 'partly-done' as const },
  ...{ due: 3, counts: { Warned: 2, StepFailed: 1 }, held: 30, missedSchedules: [], contacts: { asked: 1, failed: 0 } },
  left: [{ accountId: numberedId(7), outcome: 'StepFailed' }],
  holds: [
    {
      ...{ holdId: numberedId(8), runId: 'cleanup-2027-10-02-00000000000000000000000001', day: '2027-10-02' },
      ...{ population: 'student' as const, ends: 30, total: 60, foundAt: '2027-10-02T01:30:00Z' },
    },
  ],
};

test('a night says what is left and what waits for a person, in both languages', () => {
  const english = printCleanupReport(report, 'en');
  expect(english).toContain('     2  warned\n');
  expect(english).toContain(`${numberedId(7)}  failed on our side\n`);
  expect(english).toContain('2027-10-02 · 30 / 60\n');
  expect(printCleanupReport(report, 'fr')).toContain('     2  prévenus\n');
});
