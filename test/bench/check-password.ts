// How long it takes to check a password, and what the list of common ones costs. Run it with
// `node --expose-gc test/bench/check-password.ts`. What is measured is bundled as it is deployed.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type * as rules from '../../functions/password/password-rules.ts';
import { university } from '../../functions/university/uca.ts';
import { importedTextInEsbuild } from '../../lib/imported-text.ts';

const milliseconds = (since: number) => performance.now() - since;
const settled = () => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};
const mebibytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;

const folder = await mkdtemp(join(tmpdir(), 'matricule-bench-'));
const outfile = join(folder, 'rules.mjs');
await build({
  ...{ entryPoints: ['functions/password/password-rules.ts'], outfile, plugins: [importedTextInEsbuild] },
  ...{ bundle: true, format: 'esm', platform: 'node', target: 'node24', minify: true, mainFields: ['module', 'main'] },
});
const empty = settled();
let start = performance.now();
const { checkPassword } = (await import(outfile)) as typeof rules;
console.log(`loaded: ${milliseconds(start).toFixed(1)} ms, heap +${mebibytes(settled() - empty)}`);

const ada = {
  ...{ login: 'adalovel', firstName: 'Ada', lastName: 'Lovelace', birthDate: '2008-12-10' },
  fileNumbers: ['UCA-22001234', 'N-17'],
};
start = performance.now();
await checkPassword('Trois vieux camions verts, 1 pneu', ada, university);
console.log(`first check: ${milliseconds(start).toFixed(1)} ms, heap +${mebibytes(settled() - empty)}`);

const kinds: Record<string, (n: number) => string> = {
  'a phrase': (n) => `Trois vieux camions verts, ${n} pneus`,
  '12 characters': (n) => `kX8#vQ2!p${String(n).padStart(3, '0')}`,
  '128 characters': (n) => `${n} ${'kX8#vQ2!é🧀 Lm9'.repeat(12)}`.slice(0, 128),
  'full of names': (n) => `${'adaLovelace1!'.repeat(9)}${n}`,
  'leet of one letter': (n) => `${'4@'.repeat(62)}${n}`,
};
for (const [kind, password] of Object.entries(kinds)) {
  const times: number[] = [];
  for (let n = 0; n < 1000; n += 1) {
    start = performance.now();
    await checkPassword(password(n), ada, university);
    times.push(milliseconds(start));
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(2);
  console.log(`${kind}: median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${(times.at(-1) ?? 0).toFixed(2)} ms`);
}
await rm(folder, { recursive: true });
