import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bornAt } from '../../local/children.ts';
import { freePorts } from '../../local/ports.ts';
import { ownerOf, startWorld } from '../../local/world.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matricule-world-'));
});

afterAll(() => rm(folder, { recursive: true }));

async function start() {
  const [cloud, smtp, inbox, portal, uca, isimaLimos] = await freePorts(6);
  return startWorld({ folder, ports: { cloud, smtp, inbox, portal, uca, isimaLimos } });
}

const lines = async (name: string) =>
  (await readFile(join(folder, name), 'utf8').catch(() => '')).split('\n').filter(Boolean);

describe('a world', () => {
  // Before the first child, among the servers, in the middle of the deployment's preparation.
  it.each([0, 400, 2_500])('that is stopped %d ms after its start leaves nothing behind', async (milliseconds) => {
    const world = await start();
    await pause(milliseconds);
    await world.stop();
    await expect(world.ready).rejects.toThrow();
    const children = await lines('processes');
    const alive = await Promise.all(children.map((line) => bornAt(Number(line.split(' ')[0]))));
    expect(alive.filter((born, index) => born !== '' && born === children[index]?.split(' ')[1])).toEqual([]);
    const temporary = await lines('temporary-folders');
    expect(temporary.filter((name) => existsSync(name))).toEqual([]);
    expect(await ownerOf(folder)).toBeUndefined();
  });

  it('does not start in the folder of one that runs', async () => {
    const first = await start();
    while ((await ownerOf(folder)) === undefined) await pause(5);
    await expect((await start()).ready).rejects.toThrow('runs in');
    expect(await ownerOf(folder)).toBe(process.pid);
    await first.stop();
  });
});
