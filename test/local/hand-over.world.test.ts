import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { sampleExport } from '../../local/sample/sample-people.ts';
import { runCommand } from '../support/run-command.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matricule-hand-over-'));
});

afterAll(() => rm(folder, { recursive: true }));

/** `npm run hand-over -- …`, as an English speaker types it. */
const handOver = (...args: string[]) =>
  runCommand('hand-over', args, { endpoint: inject('world').endpoint, LC_ALL: 'en_GB.UTF-8' });

describe('handing an export over from the shell', () => {
  it('waits for the report and prints it, then says that nothing changes', async () => {
    const file = join(folder, 'cri.csv');
    await writeFile(file, await sampleExport('cri', new Date()));
    const first = await handOver('cri', file);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(/^2 rows\n +2 {2}account opened or brought up to date$/m);
    const second = await handOver('cri', file);
    expect(second.out).toMatch(/^2 rows\n +2 {2}unchanged$/m);
  });

  it('prints why an export cannot be read, and fails', async () => {
    const file = join(folder, 'not-an-export.csv');
    await writeFile(file, 'name;age\nAda;36\n');
    const { code, out } = await handOver('hr', file);
    expect(code).toBe(1);
    expect(out).toContain('The header lacks: ');
  });

  it.each([
    ['no office', ['nobody', 'export.csv']],
    ['no file', ['hr', '/nowhere.csv']],
    ['nothing', []],
  ])('says what to type when there is %s', async (_, args) => {
    const { code, err } = await handOver(...args);
    expect(code).toBe(1);
    expect(err).toContain('npm run hand-over -- registrar|hr|cri export.csv');
  });
});
