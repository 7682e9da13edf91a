import { chmod, copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleFunctions } from '../lib/bundle.ts';

/** Bundles the functions, each with the runtime that the local cloud runs it by. */
export async function bundleWithRuntime(assets: string): Promise<void> {
  await bundleFunctions(assets);
  const runtime = join(import.meta.dirname, 'runtime');
  for (const bundle of await readdir(assets)) {
    await copyFile(join(runtime, 'runtime.mjs'), join(assets, bundle, 'runtime.mjs'));
    await copyFile(join(runtime, 'bootstrap'), join(assets, bundle, 'bootstrap'));
    // Whatever the umask or the archive of the clone made of it.
    await chmod(join(assets, bundle, 'bootstrap'), 0o755);
  }
}
