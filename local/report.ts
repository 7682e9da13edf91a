import { parseArgs } from 'node:util';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { cleanupReportSchema } from '../functions/cleanup/cleanup-report.ts';
import { printCleanupReport } from '../functions/cleanup/print-report.ts';
import { intakeReportSchema } from '../functions/intake/intake-report.ts';
import { readJson } from '../functions/intake/json-object.ts';
import { printReport } from '../functions/intake/print-report.ts';
import { runKeys } from '../functions/intake/run-keys.ts';
import { s3Objects } from '../functions/intake/s3-objects.ts';
import { printReconcileReport } from '../functions/reconcile/print-report.ts';
import { reconcileReportSchema } from '../functions/reconcile/reconcile-report.ts';
import { command } from './command.ts';
import { newestReport } from './newest-report.ts';
import { intakeBucket, reachedCloud } from './reached-cloud.ts';
import { terminalLanguage } from './terminal-language.ts';

// npm run report -- cleanup|reconcile|intake [run] [--profile name] [--region name]
// Prints the newest report, or that of a run. Without a profile: from the local cloud of `npm start`.

const works = ['cleanup', 'reconcile', 'intake'] as const;
const usage = `Type \`npm run report -- ${works.join('|')}\`, then the run if it is not the newest, and \`--profile name\` for a real account.`;

await command(main);

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    ...{ allowPositionals: true, options: { profile: { type: 'string' }, region: { type: 'string' } } },
  });
  const [asked, run, ...others] = positionals;
  const work = z.enum(works).safeParse(asked).data;
  if (work === undefined || others.length > 0) throw new Error(usage);

  const config = reachedCloud(values);
  const bucket = await intakeBucket(new CloudFormationClient(config), values);
  const s3 = new S3Client(config);
  const key =
    run === undefined ? await newestReport(s3, bucket, work === 'intake' ? undefined : work) : runKeys.report(run);
  const text = key === undefined ? undefined : await printed(work, key, s3Objects(s3, bucket));
  if (text === undefined)
    throw new Error(run === undefined ? `There is no report of ${work} yet.` : `There is no report of the run ${run}.`);
  process.stdout.write(text);
}

async function printed(
  work: (typeof works)[number],
  key: string,
  objects: ReturnType<typeof s3Objects>,
): Promise<string | undefined> {
  const language = terminalLanguage(process.env);
  switch (work) {
    case 'cleanup': {
      const report = await readJson(objects, key, cleanupReportSchema);
      return report && printCleanupReport(report, language);
    }
    case 'reconcile': {
      const report = await readJson(objects, key, reconcileReportSchema);
      return report && printReconcileReport(report, language);
    }
    case 'intake': {
      const report = await readJson(objects, key, intakeReportSchema);
      return report && printReport(report, language);
    }
  }
}
