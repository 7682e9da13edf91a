import { createHash } from 'node:crypto';
import type { Objects } from '../../functions/intake/objects.ts';
import { RetryableError } from '../../functions/step/errors.ts';

export interface InMemoryObjects extends Objects {
  /** The text of an object as it is now. */
  text(key: string): string;
  /** The keys that begin so, in alphabetical order. */
  keys(prefix: string): string[];
  /** The number of calls of each kind so far. */
  readonly calls: Readonly<Record<keyof Objects, number>>;
  /** Bytes that readers have taken so far. */
  readonly bytesRead: number;
  /** Makes one call to come fail: the next one, or the one after `skip` others; with `applied` only its answer is lost. */
  failNext(failure?: { readonly error?: Error; readonly skip?: number; readonly applied?: boolean }): void;
}

/**
 * A bucket with versions, in this process; `test/functions/intake/objects.contract.ts` holds both to the same rules.
 * @param chunkSize bytes that a reader gets at a time: S3 gives some 64 KiB.
 */
export function inMemoryObjects({ chunkSize = 65_536 } = {}): InMemoryObjects {
  const objects = new Map<string, { versionId: string; bytes: Buffer }[]>();
  const calls = { read: 0, write: 0, head: 0 };
  const failures: { error: Error; skip: number; applied: boolean }[] = [];
  let bytesRead = 0;

  async function call<T>(kind: keyof Objects, run: () => T): Promise<T> {
    calls[kind] += 1;
    const failing = failures.find((failure) => failure.skip-- === 0);
    if (failing) failures.splice(failures.indexOf(failing), 1);
    await Promise.resolve();
    if (failing && !failing.applied) throw failing.error;
    const result = run();
    if (failing) throw failing.error;
    return result;
  }

  const find = (key: string, versionId?: string) => {
    const versions = objects.get(key) ?? [];
    return versionId === undefined ? versions.at(-1) : versions.find((each) => each.versionId === versionId);
  };

  async function* stream(bytes: Buffer): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += chunkSize) {
      await Promise.resolve();
      const chunk = new Uint8Array(bytes.subarray(at, at + chunkSize));
      bytesRead += chunk.length;
      yield chunk;
    }
  }

  return {
    calls,
    get bytesRead() {
      return bytesRead;
    },
    text(key) {
      const object = find(key);
      if (!object) throw new Error(`There is no object ${key}`);
      return object.bytes.toString();
    },
    keys: (prefix) => [...objects.keys()].filter((key) => key.startsWith(prefix)).sort(),
    failNext({ error = new RetryableError('The bucket is away'), skip = 0, applied = false } = {}) {
      failures.push({ error, skip, applied });
    },
    read: (key, versionId) =>
      call('read', () => {
        const object = find(key, versionId);
        return object && stream(object.bytes);
      }),
    write: (key, body) =>
      call('write', () => {
        const versions = objects.get(key) ?? [];
        const versionId = createHash('sha256').update(`${key} ${versions.length}`).digest('base64url').slice(0, 32);
        objects.set(key, [...versions, { versionId, bytes: Buffer.from(body) }]);
        return { versionId };
      }),
    head: (key, versionId) =>
      call('head', () => {
        const object = find(key, versionId);
        return object && { size: object.bytes.length, versionId: object.versionId };
      }),
  };
}
