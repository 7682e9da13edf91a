import { glob, mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { importedTextInEsbuild } from './imported-text.ts';

/** How what runs in Lambda is made into one file of JavaScript. */
export const asDeployed = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  keepNames: true,
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
  loader: { '.css': 'text', '.client.js': 'text', '.svg': 'text' },
  plugins: [importedTextInEsbuild],
  // Some dependencies still call require() on Node's own modules.
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * Bundles every handler by one esbuild call, each into a folder of its own that CDK takes as an asset:
 * `functions/onboarding/reserve-login.handler.ts` → `<outDir>/onboarding-reserve-login/index.mjs`.
 *
 * ESM with `module` first and nothing external: a cold start reads one small file and no more than it runs.
 */
export async function bundleFunctions(outDir: string): Promise<void> {
  const root = join(import.meta.dirname, '..');
  const handlers: string[] = [];
  for await (const file of glob('functions/*/*.handler.{ts,tsx}', { cwd: root })) handlers.push(file);
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: handlers.map((file) => ({
      in: file,
      out: `${basename(dirname(file))}-${basename(file).replace(/\.handler\.tsx?$/, '')}/index`,
    })),
    outdir: outDir,
    outExtension: { '.js': '.mjs' },
    ...asDeployed,
  });
}
