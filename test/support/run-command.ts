import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const folder = join(import.meta.dirname, '..', '..', 'local');

/** Runs a command of `local/` as npm does, against a cloud at this address. */
export async function runCommand(
  name: string,
  args: readonly string[],
  { endpoint, ...more }: { readonly endpoint: string; readonly LC_ALL?: string },
): Promise<{ code: number; out: string; err: string }> {
  const env = { ...process.env, AWS_ENDPOINT_URL: endpoint, ...more };
  const run = spawn(process.execPath, [join(folder, `${name}.ts`), ...args], { env });
  const [out, err, [code]] = await Promise.all([
    text(run.stdout),
    text(run.stderr),
    once(run, 'exit') as Promise<[number]>,
  ]);
  return { code, out, err };
}
