import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { exportColumns, largestExport, mostRows } from '../../../functions/intake/export-format.ts';
import { readJsonOf } from '../../../functions/intake/json-object.ts';
import { contract, readFeed } from '../../../functions/intake/read-feed.ts';
import { rowsPerChunk } from '../../../functions/intake/rows-per-chunk.ts';
import { runIdOf, runKeys } from '../../../functions/intake/run-keys.ts';
import { chunkSchema, runSchema, type StagedRow } from '../../../functions/intake/run.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { generateExport } from '../../support/generate-export.ts';
import { inMemoryObjects } from '../../support/in-memory-objects.ts';
import { inMemoryTables } from '../../support/in-memory-tables.ts';

const header = exportColumns.join(';');

function row(cells: Partial<Record<(typeof exportColumns)[number], string>>): string {
  return exportColumns.map((column) => cells[column] ?? '').join(';');
}

function bucket({ chunkSize = 65_536 } = {}) {
  const tables = inMemoryTables();
  const objects = inMemoryObjects({ chunkSize });
  const deps = { tables, objects, now: () => Temporal.Instant.from('2026-11-22T10:00:00Z') };
  async function upload(content: string | Uint8Array, key = 'registrar/export.csv') {
    const { versionId = '' } = await objects.write(key, content);
    return { key, versionId, size: Buffer.byteLength(content) };
  }
  async function read(input: { key: string; versionId: string | null; size: number }, executionId = 'first') {
    return z.parse(contract.output, await readFeed({ ...input, executionId }, deps));
  }
  async function staged(runId: string): Promise<StagedRow[]> {
    const { chunks } = await readJsonOf(objects, runKeys.run(runId), runSchema);
    const all = Array.from({ length: chunks }, (_, chunk) =>
      readJsonOf(objects, runKeys.chunk(runId, chunk), chunkSchema),
    );
    return (await Promise.all(all)).flatMap(({ rows }) => rows);
  }
  return { tables, objects, upload, read, staged };
}

describe('an export that is read', () => {
  test('becomes chunks of 25 rows and a manifest below runs/, and nothing in the tables but its claim', async () => {
    const { upload, read, objects, tables } = bucket();
    const uploaded = await upload(generateExport({ office: 'registrar', rows: 60, seed: 1, today: '2026-11-22' }).csv);
    const runId = runIdOf(uploaded.key, uploaded.versionId);
    expect(await read(uploaded)).toEqual({
      outcome: 'read',
      runId,
      manifestKey: `runs/${runId}/manifest.jsonl`,
      rows: 60,
      chunks: 3,
    });
    expect(objects.text(runKeys.manifest(runId))).toBe(
      [0, 1, 2].map((chunk) => `{"runId":"${runId}","chunk":${chunk}}\n`).join(''),
    );
    expect(objects.keys('runs/')).toEqual(
      ['chunks/0.json', 'chunks/1.json', 'chunks/2.json', 'manifest.jsonl', 'run.json'].map(
        (name) => `runs/${runId}/${name}`,
      ),
    );
    const sizes = [0, 1, 2].map(async (chunk) => {
      const { rows } = await readJsonOf(objects, runKeys.chunk(runId, chunk), chunkSchema);
      return rows.length;
    });
    expect(await Promise.all(sizes)).toEqual([rowsPerChunk, rowsPerChunk, 10]);
    expect(new Set(tables.requests.flatMap((request) => request.tables))).toEqual(new Set(['intakes']));
  });

  test('keeps every row with its line, whatever its delimiter, line end and BOM', async () => {
    for (const delimiter of [';', ','] as const)
      for (const lineEnd of ['\n', '\r\n'] as const)
        for (const bom of [true, false]) {
          const wanted = {
            office: 'registrar',
            rows: 30,
            seed: 2,
            today: '2026-11-22',
            delimiter,
            lineEnd,
            bom,
          } as const;
          const { csv, rows } = generateExport(wanted);
          const { upload, read, staged } = bucket({ chunkSize: 100 });
          const { runId } = await read(await upload(csv));
          const read30 = await staged(runId);
          expect(read30.map(({ line }) => line)).toEqual(rows.map(({ line }) => line));
          for (const [index, { cells, problem }] of read30.entries())
            if (problem?.code !== 'cell-count') expect(cells).toEqual(rows[index]?.cells);
        }
  });

  test('may have its columns in any order and case, with empty ones behind, and blank lines', async () => {
    const shuffled = [...exportColumns].reverse();
    const csv = `${shuffled.map((name) => ` ${name.toUpperCase()} `).join(';')};;\n\n${shuffled.map((name) => `${name}!`).join(';')};;\n;;;\n`;
    const { upload, read, staged } = bucket();
    const { runId, outcome } = await read(await upload(csv));
    expect(outcome).toBe('read');
    const cells = Object.fromEntries(exportColumns.map((name) => [name, `${name}!`]));
    expect(await staged(runId)).toEqual([{ line: 3, cells }]);
  });

  test('is the version that was announced, also when another one is put over it meanwhile (H-04)', async () => {
    const { upload, read, staged } = bucket();
    const first = await upload(`${header}\n${row({ file_number: 'F1' })}\n`);
    const second = await upload(`${header}\n${row({ file_number: 'F2' })}\n`);
    const [{ runId }, { runId: other }] = [await read(first), await read(second, 'second')];
    expect((await staged(runId)).map(({ cells }) => cells.file_number)).toEqual(['F1']);
    expect((await staged(other)).map(({ cells }) => cells.file_number)).toEqual(['F2']);
  });

  test('is the newest version when the announcement names none, and is claimed as such', async () => {
    const { upload, read } = bucket();
    await upload(`${header}\n${row({ file_number: 'F1' })}\n`);
    const uploaded = await upload(`${header}\n${row({ file_number: 'F2' })}\n${row({ file_number: 'F3' })}\n`);
    const runId = runIdOf(uploaded.key, uploaded.versionId);
    expect(await read({ ...uploaded, versionId: null })).toMatchObject({ outcome: 'read', runId, rows: 2 });
    expect(await read(uploaded, 'second')).toEqual({ outcome: 'already-claimed', runId });
  });

  test.each(['registrar/é x+y.csv', 'hr/2026/09/a%20b.csv', 'cri/a?b&c.csv'])(
    'may have any name, as S3 announces it: %s',
    async (key) => {
      const { upload, read, objects } = bucket();
      const { runId, outcome } = await read(await upload(`${header}\n${row({ file_number: 'F1' })}\n`, key));
      expect(outcome).toBe('read');
      const { office } = await readJsonOf(objects, runKeys.run(runId), runSchema);
      expect(office).toBe(key.split('/')[0]);
      expect(runId).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
    },
  );
});

describe('rows that only a reader of the whole export can judge', () => {
  test('with fewer or more cells than the header are ragged, and their neighbours are not', async () => {
    const { upload, read, staged } = bucket();
    const csv = [
      header,
      row({ file_number: 'F1' }),
      'F2;student',
      `${row({ file_number: 'F3' })};x`,
      row({ file_number: 'F4' }),
    ];
    const { runId } = await read(await upload(csv.join('\n')));
    expect((await staged(runId)).map(({ problem }) => problem?.code)).toEqual([
      undefined,
      'cell-count',
      'cell-count',
      undefined,
    ]);
  });

  test('of one number: an equal one repeats, another one is a duplicate, wherever in the export they are (H-07)', async () => {
    const { upload, read, staged } = bucket();
    const others = Array.from({ length: 40 }, (_, index) => row({ file_number: `G${index}` }));
    const csv = [
      header,
      row({ file_number: 'F-1', last_name: 'Lovelace' }),
      ...others,
      row({ file_number: 'f1', last_name: 'Lovelace' }),
      row({ file_number: 'F-1', last_name: 'Lovelace' }),
      row({ file_number: 'F1', last_name: 'Hopper' }),
      row({ last_name: 'nobody' }),
      row({ last_name: 'nobody' }),
    ];
    const { runId } = await read(await upload(csv.join('\n')));
    const rows = await staged(runId);
    const repeated = { column: 'file_number', code: 'repeated-number', otherLine: 2 };
    expect(rows.slice(41).map(({ problem, repeats }) => problem ?? repeats)).toEqual([
      repeated,
      2,
      repeated,
      undefined,
      undefined,
    ]);
  });

  test('with a cell of a megabyte make the export unreadable, with a long one are cut and judged later', async () => {
    const { upload, read, staged } = bucket();
    const long = row({ file_number: 'F1', last_name: 'x'.repeat(5000) });
    const { runId } = await read(await upload(`${header}\n${long}\n`));
    expect((await staged(runId))[0]?.cells.last_name).toHaveLength(257);
    const huge = row({ file_number: 'F1', last_name: 'x'.repeat(1024 * 1024) });
    expect(await read(await upload(`${header}\n${huge}\n`))).toMatchObject({
      outcome: 'unreadable',
      code: 'row-too-long',
    });
  });

  test('that a quote merged are one bad row: a line break in a cell never makes a row of its own', async () => {
    const { upload, read, staged } = bucket();
    const inside = row({ file_number: 'EVIL', population: 'student' }).replaceAll(';', ',');
    const csv = `${header.replaceAll(';', ',')}\nF1,student,"Ada\n${inside}\n",Lovelace${','.repeat(11)}\n`;
    const { runId } = await read(await upload(csv));
    expect((await staged(runId)).map(({ cells }) => cells.file_number)).toEqual(['F1']);
  });
});

describe('an upload is read by one execution (H-04)', () => {
  test('however often it is announced', async () => {
    const { upload, read, objects } = bucket();
    const uploaded = await upload(`${header}\n${row({ file_number: 'F1' })}\n`);
    const all = await Promise.all(['a', 'b', 'c', 'd'].map((execution) => read(uploaded, execution)));
    expect(all.map(({ outcome }) => outcome).sort()).toEqual([
      'already-claimed',
      'already-claimed',
      'already-claimed',
      'read',
    ]);
    expect(new Set(all.map(({ runId }) => runId)).size).toBe(1);
    expect(objects.calls.read).toBe(1);
  });

  test('which goes on when its step is tried again, at any point where it broke', async () => {
    const { csv } = generateExport({ office: 'registrar', rows: 60, seed: 3, today: '2026-11-22' });
    const reference = bucket();
    const { runId } = await reference.read(await reference.upload(csv));
    const expected = await reference.staged(runId);
    for (const applied of [true, false])
      for (let skip = 0; skip < 6; skip += 1) {
        const { upload, read, staged, objects } = bucket();
        const uploaded = await upload(csv);
        objects.failNext({ skip, applied });
        await expect(read(uploaded)).rejects.toBeInstanceOf(RetryableError);
        expect(await read(uploaded)).toMatchObject({ outcome: 'read', rows: 60 });
        expect(await staged(runId)).toEqual(expected);
      }
  });

  test('also when the answer to its claim was lost', async () => {
    const { upload, read, tables } = bucket();
    const uploaded = await upload(`${header}\n${row({ file_number: 'F1' })}\n`);
    tables.failNext({ applied: true });
    await expect(read(uploaded)).rejects.toBeInstanceOf(RetryableError);
    expect(await read(uploaded)).toMatchObject({ outcome: 'read' });
  });
});

describe('an export that cannot be read is told in a sentence, and nothing of it goes on (H-05)', () => {
  test.each([
    ['empty', '', 'vide'],
    ['no-rows', `${header}\n`, 'en-tête'],
    ['no-rows', `${header}\n;;;\n\n`, 'en-tête'],
    ['spreadsheet', 'PK\u0003\u0004', 'classeur'],
    ['not-text', 'a\0b;c\n', 'UTF-8'],
    ['columns-missing', `${header.replace(';missing', '')}\nx\n`, '« missing »'],
    ['columns-unknown', `${header};colour\nx\n`, '« colour »'],
    ['columns-repeated', `${header};INE\nx\n`, '« ine »'],
    ['columns-missing', `F1;student;Ada\nF2;student;Grace\n`, '« file_number »'],
    ['quote-not-closed', `${header}\n"F1;student\n`, 'ligne 2'],
    ['not-utf-8', Buffer.from(`${header}\n${row({ last_name: 'Zoé' })}\n`, 'latin1'), 'ligne 2'],
  ])('%s', async (code, content, word) => {
    const { upload, read, objects, tables } = bucket();
    const told = await read(await upload(content));
    expect(told).toEqual({ outcome: 'unreadable', runId: told.runId, code });
    const { unreadable, rows, chunks } = await readJsonOf(objects, runKeys.run(told.runId), runSchema);
    expect({ rows, chunks }).toEqual({ rows: 0, chunks: 0 });
    expect(unreadable).toMatchObject({ code, reason: { fr: expect.stringContaining(word) as string } });
    expect(unreadable?.reason.en).toMatch(/^[A-Z].+\.$/);
    expect(unreadable?.remedy.fr).toMatch(/^[A-Z].+\.$/);
    expect(unreadable?.remedy.en).toMatch(/^[A-Z].+\.$/);
    expect(objects.keys(`runs/${told.runId}/manifest`)).toEqual([]);
    expect(tables.rows('intakes')).toHaveLength(1);
  });

  test('when it is larger than an export may be, without a byte of it being read', async () => {
    const { upload, read, objects } = bucket();
    const uploaded = await upload(`${header}\n`);
    expect(await read({ ...uploaded, size: largestExport + 1 })).toMatchObject({ code: 'too-large' });
    expect(objects.calls.read).toBe(0);
  });

  test('when it turns out larger than was announced, and no more of it is read', async () => {
    const { upload, read, objects } = bucket();
    const line = `${row({ programme: 'x'.repeat(60_000) })}\n`;
    const uploaded = await upload(header + '\n' + line.repeat(Math.ceil((1.5 * largestExport) / line.length)));
    expect(await read({ ...uploaded, size: 1 })).toMatchObject({ outcome: 'unreadable' });
    expect(objects.bytesRead).toBeLessThan(largestExport + 2 * 65_536);
  }, 60_000);

  test('when it has more rows than an export may have', async () => {
    const { upload, read } = bucket();
    const ragged = '1\n'.repeat(mostRows + 1);
    expect(await read(await upload(`${header}\n${ragged}`))).toMatchObject({ code: 'too-many-rows' });
  }, 60_000);

  test('when it lies where no office hands over', async () => {
    const { upload, read } = bucket();
    for (const key of ['library/export.csv', 'registrar', 'registrars/export.csv', 'runs/x/report.json'])
      expect(await read(await upload(`${header}\n`, key))).toMatchObject({ code: 'unknown-office' });
  });

  test('when it is gone', async () => {
    const { upload, read } = bucket();
    expect(await read({ key: 'registrar/never.csv', versionId: null, size: 1 })).toMatchObject({ code: 'gone' });
    const uploaded = await upload(`${header}\n`);
    expect(await read({ ...uploaded, versionId: 'never' })).toMatchObject({ code: 'gone' });
  });

  test('whatever 1,000 broken files hold: never an exception, never a row too many', async () => {
    const { csv } = generateExport({ office: 'hr', rows: 10, seed: 4, today: '2026-11-22' });
    const good = Buffer.from(csv);
    const damage = fc.record({
      cut: fc.integer({ min: 0, max: good.length }),
      at: fc.integer({ min: 0, max: good.length }),
      bytes: fc.oneof(
        fc.uint8Array({ maxLength: 20 }),
        fc
          .constantFrom('"', '\0', '\r', '\n', ';', ',', '\uFEFF', '"\n"', '\uD800', '=cmd|')
          .map((text) => Buffer.from(text)),
      ),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ cut, at, bytes }) => {
        const broken = Buffer.concat([good.subarray(0, at), bytes, good.subarray(at, cut)]);
        const { upload, read, staged } = bucket({ chunkSize: 97 });
        const told = await read(await upload(broken));
        if (told.outcome === 'read') {
          const rows = await staged(told.runId);
          expect(rows).toHaveLength(told.rows);
          expect(new Set(rows.map(({ line }) => line)).size).toBe(rows.length);
          expect(rows.length).toBeLessThanOrEqual(31);
        } else expect(told.outcome).toBe('unreadable');
      }),
      { numRuns: 1000 },
    );
  }, 60_000);
});

test('the reader stays a few chunks ahead of the writer, however long the export is', async () => {
  const { csv } = generateExport({ office: 'registrar', rows: 4000, seed: 5, today: '2026-11-22', clean: true });
  const { upload, objects, tables } = bucket({ chunkSize: 4096 });
  const uploaded = await upload(csv);
  const bytesPerRow = csv.length / 4000;
  let written = 0;
  let ahead = 0;
  const slow = {
    ...objects,
    read: objects.read.bind(objects),
    write: async (key: string, body: string | Uint8Array) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (key.includes('/chunks/')) {
        ahead = Math.max(ahead, objects.bytesRead / bytesPerRow - written);
        written += rowsPerChunk;
      }
      return objects.write(key, body);
    },
  };
  const now = () => Temporal.Instant.from('2026-11-22T10:00:00Z');
  await readFeed({ ...uploaded, executionId: 'first' }, { tables, objects: slow, now });
  expect(written).toBe(4000);
  expect(ahead).toBeLessThan(1200);
}, 60_000);
