import { Readable, pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import * as z from 'zod/mini';
import { largestExport, longestRecord } from './export-format.ts';
import { UnreadableExport } from './unreadable.ts';

export interface CsvRecord {
  /** The line on which the record begins, as an editor counts, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Bytes of the header: its names take 200. */
const longestHeader = 8 * 1024;

/**
 * The records of a CSV as they come, the header first, lines without anything left out: UTF-8 with or without a BOM,
 * `;` or `,` by what the header has more of, any line end, quotes doubled inside quotes. A quote in the middle of a
 * cell stands for itself. Keeps one record and one chunk of bytes at a time.
 *
 * @throws UnreadableExport for what is no such text.
 */
export async function* csvRecords(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRecord> {
  const source = utf8Only(bytes)[Symbol.asyncIterator]();
  const beginning = await beginningOf(source);
  // The parser runs ahead of its reader, and forgets what was not read yet when it fails.
  let parsedLine = 1;
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(beginning),
    record_delimiter: ['\r\n', '\n', '\r'],
    // Ragged rows and stray quotes are the row's problem, not the file's.
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: longestRecord,
    on_record: (record) => {
      parsedLine += linesOf(z.parse(cellsSchema, record));
      return record;
    },
  });
  // The parser is what ends with an error; it carries that of its source.
  pipeline(Readable.from(joined(beginning, source)), parser, () => undefined);
  let line = 1;
  try {
    for await (const record of parser) {
      const cells = z.parse(cellsSchema, record);
      if (cells.some((cell) => cell.trim() !== '')) yield { line, cells };
      line += linesOf(cells);
    }
  } catch (error) {
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED')
      throw new UnreadableExport('quote-not-closed', { line: parsedLine });
    if (error instanceof CsvError && error.code === 'CSV_MAX_RECORD_SIZE')
      throw new UnreadableExport('row-too-long', { line: parsedLine });
    throw error;
  }
}

const cellsSchema = z.array(z.string());

function linesOf(cells: readonly string[]): number {
  return 1 + lineBreaks(cells);
}

function lineBreaks(cells: readonly string[]): number {
  return cells.reduce((breaks, cell) => breaks + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
}

/** The bytes themselves, once they are known to be text and not more than an export may have. */
async function* utf8Only(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const lines = { before: 0 };
  let size = 0;
  for await (const chunk of bytes) {
    if (size === 0) refuseOtherFormats(chunk);
    size += chunk.length;
    if (size > largestExport) throw new UnreadableExport('too-large');
    decode(decoder, chunk, lines);
    yield chunk;
  }
  decode(decoder, undefined, lines);
}

function decode(decoder: TextDecoder, chunk: Uint8Array | undefined, lines: { before: number }): void {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
  } catch {
    // The chunk may begin in the middle of a character that is right.
    const whole = chunk?.subarray(
      Math.max(
        0,
        chunk.findIndex((byte) => (byte & 0xc0) !== 0x80),
      ),
    );
    const right = new TextDecoder().decode(whole).split('\uFFFD')[0] ?? '';
    throw new UnreadableExport('not-utf-8', { line: lines.before + lineBreaks([right]) + 1 });
  }
  if (chunk) for (const byte of chunk) if (byte === 0x0a) lines.before += 1;
}

/** The first bytes of what offices send instead of a CSV. */
const otherFormats = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], code: 'spreadsheet' }, // xlsx, ods, zip
  { bytes: [0x50, 0x4b, 0x05, 0x06], code: 'spreadsheet' }, // an empty zip
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], code: 'spreadsheet' }, // xls
  { bytes: [0x1f, 0x8b], code: 'compressed' }, // gzip
  { bytes: [0xff, 0xfe], code: 'not-text' }, // UTF-16, as Excel's "Unicode text"
  { bytes: [0xfe, 0xff], code: 'not-text' },
  { bytes: [0x25, 0x50, 0x44, 0x46], code: 'not-text' }, // pdf
] as const;

function refuseOtherFormats(chunk: Uint8Array): void {
  const format = otherFormats.find(({ bytes }) => bytes.every((byte, index) => chunk[index] === byte));
  if (format) throw new UnreadableExport(format.code);
}

/** What there is up to the end of the first line that is not blank. */
async function beginningOf(source: AsyncIterator<Uint8Array, unknown>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for (let size = 0; ;) {
    const next = await source.next();
    if (next.done !== true) {
      parts.push(next.value);
      size += next.value.length;
    }
    const beginning = Buffer.concat(parts);
    const header = headerOf(beginning);
    if (header.length > longestHeader) throw new UnreadableExport('header-too-long');
    if (header.ended || next.done === true) {
      if (header.text.includes('\0')) throw new UnreadableExport('not-text');
      if (header.text.trim() === '') throw new UnreadableExport('empty');
      return beginning;
    }
    if (size > longestHeader) throw new UnreadableExport('header-too-long');
  }
}

function headerOf(beginning: Buffer): { text: string; length: number; ended: boolean } {
  // Blank lines and a BOM before the header are skipped; a delimiter is ASCII, so bytes are enough.
  const text = beginning.toString('latin1').replace(/^(?:ï»¿)?\s*/, '');
  const end = text.search(/[\r\n]/);
  const header = end === -1 ? text : text.slice(0, end);
  return { text: header, length: header.length, ended: end !== -1 };
}

function delimiterOf(beginning: Buffer): ';' | ',' {
  const { text } = headerOf(beginning);
  return text.split(';').length >= text.split(',').length ? ';' : ',';
}

async function* joined(beginning: Uint8Array, rest: AsyncIterator<Uint8Array, unknown>): AsyncGenerator<Uint8Array> {
  try {
    yield beginning;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
