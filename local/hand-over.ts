import { readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { printReport } from '../functions/intake/print-report.ts';
import { offices } from '../functions/university/university.ts';
import { command } from './command.ts';
import { handOver, type Progress } from './export-run.ts';
import { intakeBucket, localEndpoint, reachedCloud } from './reached-cloud.ts';
import { terminalLanguage } from './terminal-language.ts';

// npm run hand-over -- registrar export.csv [--profile name] [--region name]
// Hands an office's export over, waits, and prints the report. Without a profile: to the local cloud of `npm start`.

const usage = `Type \`npm run hand-over -- ${offices.join('|')} export.csv\`, and \`--profile name\` for a real account.`;

await command(main);

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    ...{ allowPositionals: true, options: { profile: { type: 'string' }, region: { type: 'string' } } },
  });
  const asked = z.tuple([z.enum(offices), z.string()]).safeParse(positionals);
  if (!asked.success) throw new Error(usage);
  const [office, file] = asked.data;
  if (!(await stat(file).catch(() => undefined))?.isFile()) throw new Error(`There is no file ${file}. ${usage}`);

  const config = reachedCloud(values);
  const bucket = await intakeBucket(new CloudFormationClient(config), values);
  process.stdout.write(`To ${office}/ in ${bucket}${values.profile === undefined ? `, at ${localEndpoint()}` : ''}\n`);
  const report = await handOver({
    ...{ s3: new S3Client(config), bucket, office, content: await readFile(file), onProgress: show },
  });
  if (process.stdout.isTTY) process.stdout.write('\r\u001B[K');
  process.stdout.write(printReport(report, terminalLanguage(process.env)));
  if (report.outcome !== 'applied') process.exitCode = 1;
}

function show({ rows, chunks, chunksDone }: Progress): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001B[K  ${rows} rows, ${chunksDone} of ${chunks} parts done`);
}
