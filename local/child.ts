import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, open, readFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A program that runs beside us, with everything that it starts in turn. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Resolves when it has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Ends it and all its descendants: asks first, then insists. Safe to call twice. */
  stop(): Promise<void>;
}

export interface ChildOptions {
  /** For people: stands in errors. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** File that takes what it prints. */
  readonly log: string;
  /** File that remembers it, so that the next start can end what a killed start left behind (`endLeftovers`). */
  readonly register: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/** Milliseconds between asking and insisting. */
const patience = 5_000;

/**
 * Starts a program in a process group of its own: Ctrl-C in the terminal reaches us alone, and we end the groups in order.
 * @throws when it cannot be started.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const log = await open(options.log, 'a');
  try {
    const child = spawn(options.command, options.args, {
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: options.env ?? process.env,
      cwd: options.cwd,
    });
    const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
    await once(child, 'spawn');
    const pid = child.pid;
    if (pid === undefined) throw new Error(`${options.name} did not start.`);
    await appendFile(options.register, `${pid} ${await bornAt(pid)}\n`);
    return { name: options.name, pid, ended, stop: () => stopGroup(pid, ended) };
  } finally {
    await log.close();
  }
}

async function stopGroup(pid: number, ended: Promise<void>): Promise<void> {
  signalGroup(pid, 'SIGTERM');
  const waited = await Promise.race([ended, pause(patience).then(() => 'still there' as const)]);
  // Its own children may outlive it by a moment, or ignore the request.
  signalGroup(pid, 'SIGKILL');
  if (waited === 'still there') await ended;
}

/** Ends what a start that was killed left running, and only that: a process number is reused, a moment of birth is not. */
export async function endLeftovers(register: string): Promise<void> {
  const lines = await readFile(register, 'utf8').catch(() => '');
  for (const line of lines.split('\n').filter(Boolean)) {
    const [pid = '', ...born] = line.split(' ');
    if ((await bornAt(Number(pid))) === born.join(' ')) signalGroup(Number(pid), 'SIGKILL');
  }
}

/** When a process began, in words that only compare; empty when there is no such process. */
async function bornAt(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // proc(5): the name, in brackets, may hold spaces; start time is the 20th field after it.
  if (stat !== undefined) return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  const ps = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return ps.stdout.trim();
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds).unref());
}
