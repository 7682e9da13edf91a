import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { importedTextInEsbuild } from '../../lib/imported-text.ts';

// npm run simulate. The letters are JSX, which Node does not run: the simulation is bundled first, with what is installed left outside.

const root = join(import.meta.dirname, '..', '..');
const outDir = join(root, '.local', 'simulation');
await mkdir(outDir, { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: ['test/simulation/simulate.ts'],
  outfile: join(outDir, 'simulate.mjs'),
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node24',
  sourcemap: 'inline',
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
  loader: { '.css': 'text', '.client.js': 'text', '.svg': 'text' },
  plugins: [importedTextInEsbuild],
  logLevel: 'warning',
});
// Before any of it is loaded: thousands of steps would log a line each.
process.env['POWERTOOLS_LOG_LEVEL'] ??= 'SILENT';
process.env['CDK_DISABLE_STACK_TRACE'] ??= '1';
// The interpreter makes an error for each path that it reads: to write down where takes a tenth of the time.
Error.stackTraceLimit = 0;
// zod makes code of each schema: a tenth of the time less, by the same rules.
await import('zod/compile');
await import(join(outDir, 'simulate.mjs'));
