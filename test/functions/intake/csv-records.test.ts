import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CsvRecord, csvRecords } from '../../../functions/intake/csv-records.ts';
import { UnreadableExport } from '../../../functions/intake/unreadable.ts';

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    await Promise.resolve();
    yield bytes.subarray(at, at + size);
  }
}

async function records(content: string | Uint8Array, chunkSize = 7) {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return all(csvRecords(inChunks(bytes, chunkSize)));
}

async function all(source: AsyncIterable<CsvRecord>): Promise<CsvRecord[]> {
  const read: CsvRecord[] = [];
  for await (const record of source) read.push(record);
  return read;
}

async function unreadable(content: string | Uint8Array, chunkSize?: number) {
  const error = await records(content, chunkSize).catch((thrown: unknown) => thrown);
  if (!(error instanceof UnreadableExport)) throw new Error(`This was read: ${JSON.stringify(error)}`);
  return { code: error.code, line: error.line };
}

const people = [
  { line: 1, cells: ['file_number', 'last_name'] },
  { line: 2, cells: ['1', 'Élodie; dite « Lo »'] },
  { line: 3, cells: ['2', 'O"Brien, "le Grand"'] },
];

describe('the records of an export (H-05)', () => {
  test.each([
    [';', '\n', ''],
    [';', '\r\n', '\uFEFF'],
    [',', '\n', '\uFEFF'],
    [',', '\r\n', ''],
    [';', '\r', ''],
  ])('are the same with the delimiter %j, the line end %j and the beginning %j', async (delimiter, end, bom) => {
    const lines = people.map(({ cells }) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter));
    for (const last of ['', end]) {
      for (const chunkSize of [1, 2, 3, 1000]) {
        expect(await records(bom + lines.join(end) + last, chunkSize)).toEqual(people);
      }
    }
  });

  test('carry the line that an editor shows, over blank lines and line breaks inside quotes', async () => {
    const content = '\r\n\r\na;b\r\n\r\n1;"x\r\ny\nz"\r\n;\r\n2;w\n\n';
    expect(await records(content)).toEqual([
      { line: 3, cells: ['a', 'b'] },
      { line: 5, cells: ['1', 'x\r\ny\nz'] },
      { line: 9, cells: ['2', 'w'] },
    ]);
  });

  test('keep a quote in the middle of a cell as it is', async () => {
    expect(await records('a;b\nJean "Jo" Martin;2\n"x"y;3')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['Jean "Jo" Martin', '2'] },
      { line: 3, cells: ['"x"y', '3'] },
    ]);
  });

  test('come ragged where the rows are', async () => {
    expect((await records('a;b\n1\n1;2;3\n')).map(({ cells }) => cells.length)).toEqual([2, 1, 3]);
  });

  test('survive any cell and any cut into chunks', async () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { maxLength: 8 }),
        fc.constantFrom(';', ','),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 40 }),
        async (rows, delimiter, end, chunkSize) => {
          const text = [['file_number', 'last_name'], ...rows]
            .map((cells) => cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(delimiter))
            .join(end);
          const read = await records(text, chunkSize);
          const filled = rows.filter((cells) => cells.some((each) => each.trim() !== ''));
          expect(read.slice(1).map(({ cells }) => cells)).toEqual(filled);
        },
      ),
      { numRuns: 500 },
    );
  }, 60_000);
});

describe('an export that is no such text is refused in a word (H-05)', () => {
  test.each([
    ['empty', ''],
    ['empty', '\uFEFF'],
    ['empty', '\r\n \n'],
    ['spreadsheet', 'PK\u0003\u0004 xl/worksheets'],
    ['not-text', '%PDF-1.7'],
    ['not-text', 'f\0i\0l\0e\0\n\0'],
    ['header-too-long', 'x'.repeat(9000)],
    ['header-too-long', `${'x'.repeat(9000)}\n1;2`],
  ])('%s', async (code, content) => {
    expect(await unreadable(content)).toMatchObject({ code });
    expect(await unreadable(content, 100_000)).toMatchObject({ code });
  });

  test.each([
    ['spreadsheet', [0xd0, 0xcf, 0x11, 0xe0, 0xa1]],
    ['compressed', [0x1f, 0x8b, 0x08]],
    ['not-text', [0xff, 0xfe, 0x66, 0x00]],
  ])('%s, by its first bytes', async (code, bytes) => {
    expect(await unreadable(Uint8Array.from(bytes), 100)).toEqual({ code, line: undefined });
  });

  test('not-utf-8, with the line, for Windows-1252 and for a character cut off at the end', async () => {
    const windows = Buffer.from('a;b\n1;Élodie\n2;Zoé\n', 'latin1');
    for (const chunkSize of [1, 5, 100])
      expect(await unreadable(windows, chunkSize)).toEqual({ code: 'not-utf-8', line: 2 });
    const cutOff = Buffer.from('a;b\n1;Zoé').subarray(0, -1);
    expect(await unreadable(cutOff)).toEqual({ code: 'not-utf-8', line: 2 });
    const late = Buffer.concat([Buffer.from('a;b\n1;Élodie\n2;Éloi\n3;'), Buffer.from([0xe9]), Buffer.from('x\n')]);
    for (const chunkSize of [1, 2, 3, 100])
      expect(await unreadable(late, chunkSize)).toEqual({ code: 'not-utf-8', line: 4 });
  });

  test('quote-not-closed and row-too-long, with the line on which the quote was opened', async () => {
    expect(await unreadable('a;b\n1;2\n3;"4\n5;6\n7;8\n')).toEqual({ code: 'quote-not-closed', line: 3 });
    expect(await unreadable(`a;b\n1;2\n3;"4\n${'5;6\n'.repeat(20_000)}`, 4096)).toEqual({
      code: 'row-too-long',
      line: 3,
    });
    expect(await unreadable(`a;b\n1;${'x'.repeat(1_000_000)}\n3;4\n`, 65_536)).toEqual({
      code: 'row-too-long',
      line: 2,
    });
  });

  test('any bytes at all are read or refused, and nothing else is thrown', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 64 }), async (bytes, chunkSize) => {
        const outcome = await records(bytes, chunkSize).catch((error: unknown) => error);
        expect(Array.isArray(outcome) || outcome instanceof UnreadableExport).toBe(true);
      }),
      { numRuns: 1000 },
    );
  }, 60_000);
});

test('a reader that stops early lets the source go', async () => {
  let released = false;
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        await Promise.resolve();
        yield Buffer.from('a;b\n1;2\n');
      }
    } finally {
      released = true;
    }
  }
  for await (const record of csvRecords(source())) if (record.line > 10) break;
  await new Promise((resolve) => setImmediate(resolve));
  expect(released).toBe(true);
});

test('a source that breaks off is told as it is', async () => {
  async function* source(): AsyncGenerator<Uint8Array> {
    await Promise.resolve();
    yield Buffer.from('a;b\n1;2\n');
    throw new RangeError('broken');
  }
  await expect(all(csvRecords(source()))).rejects.toBeInstanceOf(RangeError);
});
