import { offices } from '../../functions/university/university.ts';
import { feedTimeout, type IntakeSteps } from '../workflows/intake.ts';
import type { StepMaker } from './make-steps.ts';

/** A whole year's export is read at once: more CPU comes with the memory. */
const bulk = { timeout: feedTimeout, memorySize: 1024 } as const;

/** The steps that read an export, store its rows and report. */
export function intakeSteps(make: StepMaker): IntakeSteps {
  const readFeed = make.objectStep(
    'intake-read-feed',
    { ...bulk, tables: { intakes: ['read', 'put'] } },
    { writes: ['runs/*'], lists: true },
  );
  const exports = offices.map((office) => make.data.intakeBucket.arnForObjects(`${office}/*`));
  readFeed.may(['s3:GetObject', 's3:GetObjectVersion'], ...exports);
  return {
    readFeed,
    storeRows: make.objectStep(
      'intake-store-rows',
      {
        tables: {
          files: ['read', 'put', 'update'],
          fileKeys: ['read', 'put', 'check'],
          accountFiles: ['put'],
          accounts: ['read'],
          audit: ['put'],
        },
      },
      { reads: ['runs/*/chunks/*'] },
    ),
    writeResults: make.objectStep(
      'intake-write-results',
      { tables: { files: ['read'], accounts: ['read'], addressHealth: ['read'] } },
      { reads: ['runs/*/chunks/*', 'runs/*/results/*'], writes: ['runs/*/results/*'], lists: true },
    ),
    report: make.objectStep(
      'intake-report',
      { ...bulk, tables: {} },
      { reads: ['runs/*'], writes: ['runs/*/report.json'], lists: true },
    ),
  };
}
