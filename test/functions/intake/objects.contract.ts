import { describe, expect, test } from 'vitest';
import type { Objects } from '../../../functions/intake/objects.ts';

async function bytesOf(source: AsyncIterable<Uint8Array> | undefined): Promise<Buffer | undefined> {
  if (!source) return undefined;
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}

/**
 * What every bucket behind the port does.
 * @param bucket a bucket with versions; keys below `prefix` are the suite's own.
 */
export function objectsContract(bucket: () => Objects, prefix: string): void {
  let named = 0;
  const fresh = (name = 'object') => `${prefix}/${(named += 1)}/${name}`;

  describe('an object', () => {
    test('is read as it was written, text or bytes', async () => {
      const [text, raw] = [fresh(), fresh()];
      await bucket().write(text, 'Zoé;1\n');
      await bucket().write(raw, Uint8Array.from([0, 255, 10]));
      expect((await bytesOf(await bucket().read(text)))?.toString()).toBe('Zoé;1\n');
      expect(await bytesOf(await bucket().read(raw))).toEqual(Buffer.from([0, 255, 10]));
    });

    test('may be empty', async () => {
      const key = fresh();
      await bucket().write(key, '');
      expect(await bytesOf(await bucket().read(key))).toHaveLength(0);
      expect(await bucket().head(key)).toMatchObject({ size: 0 });
    });

    test('of megabytes comes in parts', async () => {
      const key = fresh();
      const content = Buffer.alloc(2 * 1024 * 1024, 'é;1\n');
      await bucket().write(key, content);
      const sizes: number[] = [];
      for await (const part of (await bucket().read(key)) ?? []) sizes.push(part.length);
      expect(sizes.length).toBeGreaterThan(1);
      expect(sizes.reduce((all, size) => all + size, 0)).toBe(content.length);
      expect(await bucket().head(key)).toMatchObject({ size: content.length });
    });

    test('that is not there is nothing, and no error', async () => {
      const key = fresh();
      expect(await bucket().read(key)).toBeUndefined();
      expect(await bucket().head(key)).toBeUndefined();
    });

    test('keeps its versions, and is read at any of them (H-04)', async () => {
      const key = fresh();
      const first = await bucket().write(key, 'first');
      const second = await bucket().write(key, 'the second');
      expect(first.versionId).not.toBe(second.versionId);
      expect((await bytesOf(await bucket().read(key, first.versionId)))?.toString()).toBe('first');
      expect((await bytesOf(await bucket().read(key)))?.toString()).toBe('the second');
      expect(await bucket().head(key, first.versionId)).toEqual({ size: 5, ...first });
      expect(await bucket().head(key)).toEqual({ size: 10, ...second });
    });

    test.each(['é x+y.csv', 'a%20b.csv', 'a&b=c?d.csv'])('may be called %s', async (name) => {
      const key = fresh(name);
      await bucket().write(key, name);
      expect((await bytesOf(await bucket().read(key)))?.toString()).toBe(name);
    });
  });
}
