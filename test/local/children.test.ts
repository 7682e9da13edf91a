import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bornAt, Children, endLeftovers } from '../../local/children.ts';

let folder: string;
let register: string;
let children: Children;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matricule-children-'));
  register = join(folder, 'processes');
  children = new Children(register, 300);
});

afterEach(async () => {
  await children.stop();
  await rm(folder, { recursive: true });
});

const shell = (script: string) => ({
  ...{ name: 'a shell', command: '/bin/sh', args: ['-c', script], log: join(folder, 'log') },
});

/** The number of a process that the shell has started and written down. */
async function grandchild(): Promise<number> {
  for (;;) {
    const pid = Number(await readFile(join(folder, 'grandchild'), 'utf8').catch(() => ''));
    if (pid > 0) return pid;
    await pause(10);
  }
}

const withGrandchild = () => shell(`sleep 300 & echo $! > '${join(folder, 'grandchild')}'; wait`);

async function isGone(pid: number): Promise<boolean> {
  for (let left = 100; left > 0; left -= 1) {
    if ((await bornAt(pid)) === '') return true;
    await pause(10);
  }
  return false;
}

describe('children of a world', () => {
  it('end with everything that they started', async () => {
    const child = await children.start(withGrandchild());
    const below = await grandchild();
    await child.stop();
    expect(await isGone(below)).toBe(true);
  });

  it('end all at once, and no other one starts then', async () => {
    const child = await children.start(shell('sleep 300'));
    await children.stop();
    expect(await isGone(child.pid)).toBe(true);
    await expect(children.start(shell('sleep 300'))).rejects.toThrow('not started any more');
  });

  it('end even when they ignore the request', async () => {
    const child = await children.start(shell(`trap '' TERM; echo up; while :; do sleep 1; done`));
    while ((await readFile(join(folder, 'log'), 'utf8')) === '') await pause(10);
    await child.stop();
    expect(await isGone(child.pid)).toBe(true);
  });

  it('are ended by the next start when nobody else did', async () => {
    const child = await children.start(withGrandchild());
    const below = await grandchild();
    await endLeftovers(register);
    expect(await isGone(child.pid)).toBe(true);
    expect(await isGone(below)).toBe(true);
  });

  it('are not mistaken for a stranger that has the number of one of them', async () => {
    const stranger = await children.start(shell('sleep 300'));
    await writeFile(register, `${stranger.pid} 12345\n`);
    await endLeftovers(register);
    expect(await bornAt(stranger.pid)).not.toBe('');
  });

  it('tell how they failed by the end of what they printed', async () => {
    await expect(children.run(shell('echo first; echo the reason; exit 3'))).rejects.toThrow(
      /a shell failed.*the reason/s,
    );
    await expect(children.run(shell('exit 0'))).resolves.toBeUndefined();
  });

  it('fail at once when there is no such program', async () => {
    await expect(children.start({ ...shell(''), command: '/nowhere/at/all' })).rejects.toThrow('ENOENT');
  });
});
