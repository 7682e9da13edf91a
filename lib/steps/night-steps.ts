import type { CleanupSteps } from '../workflows/cleanup.ts';
import { sweepTimeout } from '../workflows/cleanup.ts';
import { compareTimeout, type ReconcileSteps } from '../workflows/reconcile.ts';
import type { StepMaker } from './make-steps.ts';

// The runs of a night begin with its work (nightly-run.ts): these steps never see what an intake has staged.
const cleanupRuns = 'runs/cleanup-*';
const reconcileRuns = 'runs/reconcile-*';

/** The steps that find what is due tonight, and report what was done. */
export function cleanupSteps(make: StepMaker): CleanupSteps {
  const sweep = { timeout: sweepTimeout, memorySize: 1024 } as const;
  return {
    findDue: make.objectStep(
      'cleanup-find-due',
      {
        ...sweep,
        tables: { due: ['list'], accounts: ['read'], counters: ['read'], nights: ['read', 'put', 'delete'] },
      },
      {
        reads: [`${cleanupRuns}/holds/*`],
        writes: ['run.json', 'manifest.jsonl', 'holds/*'].map((key) => `${cleanupRuns}/${key}`),
        lists: true,
      },
    ),
    askUnitContacts: make.step('cleanup-ask-unit-contacts', {
      tables: {
        accounts: ['read'],
        logins: ['read'],
        addresses: ['read'],
        requests: ['read', 'update'],
        desks: ['list', 'put'],
        audit: ['put'],
      },
      starts: ['guest'],
      names: ['access'],
    }),
    writeCleanupResults: make.objectStep(
      'cleanup-write-results',
      { tables: {} },
      { reads: [`${cleanupRuns}/results/*`], writes: [`${cleanupRuns}/results/*`], lists: true },
    ),
    reportCleanup: make.objectStep(
      'cleanup-report',
      { ...sweep, tables: { due: ['list', 'delete'], accounts: ['read', 'check'], nights: ['put'] } },
      {
        reads: ['run.json', 'manifest.jsonl', 'results/*'].map((key) => `${cleanupRuns}/${key}`),
        writes: [`${cleanupRuns}/report.json`],
        lists: true,
      },
    ),
  };
}

/** The steps that compare the tables with the directories. */
export function reconcileSteps(make: StepMaker): ReconcileSteps {
  return {
    chooseSlices: make.step('reconcile-choose-slices', { tables: { nights: ['read'] } }),
    compareDirectory: make.objectStep(
      'reconcile-compare-directory',
      {
        timeout: compareTimeout,
        tables: {
          slices: ['list', 'put'],
          accounts: ['read', 'update'],
          files: ['read'],
          pending: ['put'],
          audit: ['put'],
        },
      },
      { writes: [`${reconcileRuns}/results/*`] },
      'directoryStep',
    ),
    reportReconcile: make.objectStep(
      'reconcile-report',
      { tables: { nights: ['put'], leases: ['read'] }, starts: ['provisioning'] },
      { reads: [`${reconcileRuns}/results/*`], writes: [`${reconcileRuns}/report.json`] },
    ),
  };
}
