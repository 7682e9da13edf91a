import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, open, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

/** A program that runs beside us, with everything that it starts in turn. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Resolves with its exit code when it has ended, whoever ended it; `null` when a signal did. */
  readonly ended: Promise<number | null>;
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
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/**
 * The programs that one world runs. Each has a process group of its own, so that Ctrl-C in the terminal reaches us alone
 * and we end the groups; and each stands in a file, so that a start can end what a killed one left behind.
 */
export class Children {
  readonly #register: string;
  readonly #patience: number;
  readonly #running = new Set<Child>();
  #stopping = false;

  /**
   * @param register path of that file; its folder exists.
   * @param patience milliseconds between asking a program to end and insisting.
   */
  constructor(register: string, patience = 5_000) {
    this.#register = register;
    this.#patience = patience;
  }

  /** @throws when the program cannot be started, and once `stop` was called. */
  async start(options: ChildOptions): Promise<Child> {
    const log = await open(options.log, 'a');
    try {
      if (this.#stopping) throw new Error(`Stopping: ${options.name} is not started any more.`);
      const child = spawn(options.command, options.args, {
        ...{ detached: true, stdio: ['ignore', log.fd, log.fd] },
        ...{ env: options.env ?? process.env, cwd: options.cwd },
      });
      const ended = new Promise<number | null>((resolve) => void child.once('exit', resolve));
      const { pid } = child;
      if (pid === undefined) await once(child, 'spawn');
      const started: Child = {
        name: options.name,
        pid: pid ?? 0,
        ended,
        stop: () => stopGroup(pid ?? 0, ended, this.#patience),
      };
      this.#running.add(started);
      void ended.then(() => this.#running.delete(started));
      await appendFile(this.#register, `${started.pid} ${await bornAt(started.pid)}\n`);
      return started;
    } finally {
      await log.close();
    }
  }

  /** Runs a program to its end. @throws with the last lines of its log when it fails. */
  async run(options: ChildOptions): Promise<void> {
    const child = await this.start(options);
    const code = await child.ended;
    if (code === 0) return;
    const lines = (await readFile(options.log, 'utf8')).trimEnd().split('\n').slice(-15);
    throw new Error(`${options.name} failed (all of it is in ${options.log}):\n${lines.join('\n')}`);
  }

  /** Ends all of them, and starts no more. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all([...this.#running].map((child) => child.stop()));
  }
}

async function stopGroup(pid: number, ended: Promise<unknown>, patience: number): Promise<void> {
  signalGroup(pid, 'SIGTERM');
  const waited = new AbortController();
  await Promise.race([ended, pause(patience, undefined, { signal: waited.signal }).catch(() => undefined)]);
  waited.abort();
  // Its own children may outlive it by a moment, or ignore the request.
  signalGroup(pid, 'SIGKILL');
  await ended;
}

/** Ends what a start that was killed left running, and only that: a process number is reused, a moment of birth is not. */
export async function endLeftovers(register: string): Promise<void> {
  const lines = await readFile(register, 'utf8').catch(() => '');
  const leftovers = lines.split('\n').flatMap((line) => {
    const [pid = '', ...born] = line.split(' ');
    return born.length > 0 ? [{ pid: Number(pid), born: born.join(' ') }] : [];
  });
  await Promise.all(
    leftovers.map(async ({ pid, born }) => {
      // Killed is not yet gone: until then it keeps its port.
      for (let left = 100; left > 0 && (await bornAt(pid)) === born; left -= 1) {
        signalGroup(pid, 'SIGKILL');
        await pause(20);
      }
    }),
  );
}

/** When a process began, in words that only compare; empty when there is no such process, or nothing but its entry. */
export async function bornAt(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat !== undefined) {
    // proc(5): the name, in brackets, may hold spaces; then come the state and, 19 fields on, the start time.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? '' : (fields[18] ?? '');
  }
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
