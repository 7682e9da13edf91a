import { readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { printReport } from '../functions/intake/print-report.ts';
import { offices } from '../functions/university/university.ts';
import { region as localRegion } from './cloud.ts';
import { clientConfig } from './deploy.ts';
import { handOver, type Progress } from './export-run.ts';
import { startPorts } from './start-ports.ts';
import { terminalLanguage } from './terminal-language.ts';

// npm run hand-over -- registrar export.csv [--profile name] [--region name]
// Hands an office's export over, waits, and prints the report. Without a profile: to the local cloud of `npm start`.

const usage = `Type \`npm run hand-over -- ${offices.join('|')} export.csv\`, and \`--profile name\` for a real account.`;

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    ...{ allowPositionals: true, options: { profile: { type: 'string' }, region: { type: 'string' } } },
  });
  const asked = z.tuple([z.enum(offices), z.string()]).safeParse(positionals);
  if (!asked.success) throw new Error(usage);
  const [office, file] = asked.data;
  if (!(await stat(file).catch(() => undefined))?.isFile()) throw new Error(`There is no file ${file}. ${usage}`);

  const config = values.profile === undefined ? localConfig() : accountConfig(values.profile, values.region);
  const bucket = await intakeBucket(new CloudFormationClient(config), values.profile);
  process.stdout.write(`To ${office}/ in ${bucket}${values.profile === undefined ? `, at ${localEndpoint()}` : ''}\n`);
  const report = await handOver({
    ...{ s3: new S3Client(config), bucket, office, content: await readFile(file), onProgress: show },
  });
  if (process.stdout.isTTY) process.stdout.write('\r\u001B[K');
  process.stdout.write(printReport(report, terminalLanguage(process.env)));
  if (report.outcome !== 'applied') process.exitCode = 1;
}

/** The cloud of `npm start`, or the one that AWS's own variable names. */
function localConfig() {
  return clientConfig({ endpoint: localEndpoint(), region: localRegion });
}

function localEndpoint(): string {
  return process.env['AWS_ENDPOINT_URL'] ?? `http://127.0.0.1:${startPorts.cloud}`;
}

/** The profile's own credentials and region, found by the SDK as by any AWS tool. */
function accountConfig(profile: string, region: string | undefined) {
  process.env['AWS_PROFILE'] = profile;
  return region === undefined ? {} : { region };
}

async function intakeBucket(cloudFormation: CloudFormationClient, profile: string | undefined): Promise<string> {
  const { Stacks: stacks = [] } = await cloudFormation
    .send(new DescribeStacksCommand({ StackName: 'Matricule-Data' }))
    .catch((error: unknown) => {
      if (profile !== undefined) throw error;
      throw new Error(
        'Nothing runs here: type `npm start` in another window, or give `--profile name` for a real account.',
      );
    });
  const bucket = stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'IntakeBucket')?.OutputValue;
  if (bucket === undefined) throw new Error('The stack Matricule-Data has no output IntakeBucket: deploy it first.');
  return bucket;
}

function show({ rows, chunks, chunksDone }: Progress): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001B[K  ${rows} rows, ${chunksDone} of ${chunks} parts done`);
}
