import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { IntakeReport } from '../functions/intake/intake-report.ts';
import { printReport } from '../functions/intake/print-report.ts';
import { offices } from '../functions/university/university.ts';
import { clientConfig } from './deploy.ts';
import { handOver } from './export-run.ts';
import { isFree } from './ports.ts';
import { progress } from './progress.ts';
import { sampleExport, samplePeople, type SamplePerson } from './sample/sample-people.ts';
import type { LocalDirectory } from './slapd.ts';
import { startPorts } from './start-ports.ts';
import { terminalLanguage } from './terminal-language.ts';
import { watchWorkflows } from './watch-workflows.ts';
import { clear, ownerOf, startWorld, type World } from './world.ts';

// npm start: everything on this machine, from a clean state, until Ctrl-C.

const folder = join(import.meta.dirname, '..', '.local', 'start');
const began = performance.now();
const { phase, say } = progress(process.stdout);

const obstacle = await whatIsInTheWay();
if (obstacle !== undefined) {
  process.stderr.write(`${obstacle}\n`);
  process.exit(1);
}

const starting = startWorld({ folder, ports: startPorts, onPhase: phase });
const stopped = new AbortController();
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
if (process.env['npm_lifecycle_event'] !== undefined) {
  // npm hands SIGTERM to a shell, which may keep it to itself and leave us behind: an orphan stops as well.
  const parent = process.ppid;
  setInterval(() => void (process.ppid === parent || stop(0)), 500).unref();
}

async function stop(code: number): Promise<void> {
  // A second Ctrl-C, or one signal from the terminal and one from npm: the first one is already at it.
  if (stopping) return;
  stopping = true;
  stopped.abort();
  say('Stopping …');
  await starting.stop();
  say('Stopped. Nothing is left running.');
  process.exit(code);
}

try {
  const world = await starting.ready;
  const done = phase('Sample files');
  const trouble = await handOverSample(world);
  done();
  if (trouble.length > 0) say(['', 'Some of the sample did not go through:', ...trouble].join('\n'));
  say(await screen(world));
  const machines = Object.entries(world.outputs).flatMap(([name, value]) => (name.endsWith('Arn') ? [value] : []));
  await watchWorkflows(new SFNClient(clientConfig(world.cloud)), machines, say, stopped.signal);
} catch (error) {
  if (!stopped.signal.aborted) {
    say(error instanceof Error ? error.message : String(error));
    await stop(1);
  }
}

/** @returns one sentence that says what to type, if something stands in the way. */
async function whatIsInTheWay(): Promise<string | undefined> {
  const owner = await ownerOf(folder);
  if (owner !== undefined) {
    return `Matricule runs here already: stop it with Ctrl-C in its window, or type \`kill ${owner}\`, then try again.`;
  }
  // What a start that was killed left behind would seem to be in the way.
  await clear(folder);
  for (const [what, port] of Object.entries(startPorts)) {
    if (await isFree(port)) continue;
    const find = process.platform === 'linux' ? `ss -ltnp 'sport = :${port}'` : `lsof -nP -iTCP:${port} -sTCP:LISTEN`;
    return `Port ${port} (${what}) is in use: type \`${find}\` to see by what, stop that, then try again.`;
  }
  return undefined;
}

/** @returns the reports of the offices whose sample did not go through. */
async function handOverSample({ cloud, outputs }: World): Promise<string[]> {
  const s3 = new S3Client(clientConfig(cloud));
  const samples = join(folder, 'sample');
  await mkdir(samples);
  const reports: IntakeReport[] = [];
  // One after the other: together they would start twice as many functions, and take longer.
  for (const office of offices) {
    const content = await sampleExport(office, new Date());
    await writeFile(join(samples, `${office}.csv`), content);
    reports.push(await handOver({ s3, bucket: outputs.IntakeBucket, office, content, signal: stopped.signal }));
  }
  const broken = reports.filter(({ outcome }) => outcome !== 'applied');
  return broken.map((report) => printReport(report, terminalLanguage(process.env)));
}

async function screen({ portalUrl, mailbox, directories }: World): Promise<string> {
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  const people = await samplePeople();
  const here = (path: string) => relative(process.cwd(), path) || '.';
  const search = ({ url, caFile, reader, peopleDn }: LocalDirectory) =>
    `    LDAPTLS_CACERT=${here(caFile)} ldapsearch -x -LLL -H ${url} -D ${reader.bindDn} -w ${reader.password} -b ${peopleDn} '(uid=*)' '*' pwdEndTime`;
  return `
Ready in ${seconds} s. Ctrl-C stops everything; the next start begins from nothing.

  Open
    ${portalUrl}    the portal
    ${mailbox.url}    the inbox: every mail that the product sends

  Try: First time here, first-time student
${people.map(shownPerson).join('\n')}

  Look into the two directories (the password is made anew at every start)
${search(directories.uca)}
${search(directories['isima-limos'])}

  Hand a file over, as an office
    npm run hand-over -- registrar ${here(join(folder, 'sample', 'registrar.csv'))}

  Invite a guest, as a sponsor: one of the staff of ${here(join(folder, 'sample', 'hr.csv'))}, once activated by the mail in the inbox
    ${portalUrl}/sponsor

  Decide on what waits, as the CRI: another one of them
    npm run role -- <login> cri    then ${portalUrl}/cri

  Workflows, as they run
`;
}

function shownPerson({ as, name, opiNumber, birthDate, cvecNumber, address, expect }: SamplePerson): string {
  const cvec = cvecNumber === undefined ? 'no CVEC number' : `CVEC number ${cvecNumber}`;
  return `    ${as.padEnd(12)}${name}, OPI number ${opiNumber}, born ${birthDate}, ${cvec}, ${address}
                ${expect}`;
}
