import { inject } from 'vitest';

type DirectoryName = 'uca' | 'isima-limos';

/** Stops a real directory while `act` runs, and starts it again on what it held, whatever became of `act`. */
export async function withoutDirectory<T>(name: DirectoryName, act: () => Promise<T>): Promise<T> {
  await ask(name, 'stop');
  try {
    return await act();
  } finally {
    await ask(name, 'start');
  }
}

async function ask(name: DirectoryName, act: 'stop' | 'start'): Promise<void> {
  const answer = await fetch(`${inject('world').controlUrl}/${name}/${act}`, { method: 'POST' });
  if (!answer.ok) throw new Error(`${name} did not ${act}: ${await answer.text()}`);
}
