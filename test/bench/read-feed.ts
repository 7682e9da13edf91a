// How long an export of 40,000 rows takes to read, and how much memory. Run it with `node --expose-gc test/bench/read-feed.ts`.
// What it writes is thrown away, as S3 would take it from us: what stays is what the reader itself keeps.
import { Temporal } from 'temporal-polyfill';
import { readFeed } from '../../functions/intake/read-feed.ts';
import { generateExport } from '../support/generate-export.ts';
import { inMemoryObjects } from '../support/in-memory-objects.ts';
import { inMemoryTables } from '../support/in-memory-tables.ts';

const mebibytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
const settled = () => {
  globalThis.gc?.();
  return process.memoryUsage();
};

for (const rows of [1000, 10_000, 40_000, 100_000]) {
  const objects = inMemoryObjects();
  const { csv } = generateExport({ office: 'registrar', rows, seed: 1, today: '2026-11-22' });
  const size = Buffer.byteLength(csv);
  const { versionId = '' } = await objects.write('registrar/export.csv', csv);
  const thrownAway = { ...objects, write: () => new Promise<object>((resolve) => setTimeout(resolve, 0, {})) };
  const input = { key: 'registrar/export.csv', versionId, size, executionId: 'bench' };
  const before = settled();
  let [heap, resident] = [0, 0];
  const watch = setInterval(() => {
    const now = process.memoryUsage();
    heap = Math.max(heap, now.heapUsed);
    resident = Math.max(resident, now.rss);
  }, 5);
  const start = performance.now();
  await readFeed(input, { tables: inMemoryTables(), objects: thrownAway, now: () => Temporal.Now.instant() });
  const seconds = (performance.now() - start) / 1000;
  clearInterval(watch);
  console.log(
    `${String(rows).padStart(6)} rows, ${mebibytes(size)}: ${seconds.toFixed(2)} s, ` +
      `heap +${mebibytes(heap - before.heapUsed)}, resident +${mebibytes(resident - before.rss)}`,
  );
}
