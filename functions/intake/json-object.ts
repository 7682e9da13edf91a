import * as z from 'zod/mini';
import type { Objects } from './objects.ts';

/** What one of our own objects holds, or `undefined` when there is none. */
export async function readJson<T>(objects: Objects, key: string, schema: z.ZodMiniType<T>): Promise<T | undefined> {
  const text = await textOf(objects, key);
  return text === undefined ? undefined : z.parse(schema, JSON.parse(text));
}

/**
 * As `readJson`, of an object that must be there.
 * @throws Error when it is not.
 */
export async function readJsonOf<T>(objects: Objects, key: string, schema: z.ZodMiniType<T>): Promise<T> {
  const found = await readJson(objects, key, schema);
  if (found === undefined) throw new Error('An object of the run is not there');
  return found;
}

/**
 * What one of our own objects holds, one value a line.
 * @throws Error when it is not there.
 */
export async function linesOf<T>(objects: Objects, key: string, schema: z.ZodMiniType<T>): Promise<T[]> {
  const text = await textOf(objects, key);
  if (text === undefined) throw new Error('An object of the run is not there');
  return text.split('\n').flatMap((line) => (line === '' ? [] : [z.parse(schema, JSON.parse(line))]));
}

async function textOf(objects: Objects, key: string): Promise<string | undefined> {
  const bytes = await objects.read(key);
  if (!bytes) return undefined;
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts).toString();
}
