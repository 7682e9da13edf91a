import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { RetryableError } from '../../../functions/step/errors.ts';
import { toHandler } from '../../../functions/step/to-handler.ts';

const contract = { input: z.object({ id: z.string() }), output: z.object({ outcome: z.literal('done') }) };
const context = {} as never;

describe('a step', () => {
  test('never sees a field that its contract does not name', async () => {
    let seen: unknown;
    const handler = toHandler(contract, async (input) => {
      seen = input;
      return Promise.resolve({ outcome: 'done' as const });
    });
    await handler({ id: 'p-1', password: 'hunter2' }, context);
    expect(seen).toEqual({ id: 'p-1' });
  });

  test('names the field and never the value when its input is wrong', async () => {
    const handler = toHandler(contract, () => Promise.resolve({ outcome: 'done' as const }));
    await expect(handler({ id: 4_242_424_242 }, context)).rejects.toMatchObject({
      name: 'ContractError',
      message: 'Step input does not match its contract at: id',
    });
  });

  test('is stopped here when its output is outside the contract, not three states later', async () => {
    const handler = toHandler(contract, () => Promise.resolve({ outcome: 'else' } as never));
    await expect(handler({ id: 'p-1' }, context)).rejects.toMatchObject({ name: 'ContractError' });
  });

  test('throws what may succeed later under the name that the workflow retries', async () => {
    const handler = toHandler(contract, () => Promise.reject(new RetryableError('later')));
    await expect(handler({ id: 'p-1' }, context)).rejects.toMatchObject({ name: 'RetryableError', message: 'later' });
  });

  test('F-04: logs one line, whatever breaks and colours an id has', async () => {
    const id = 'p-1\r\n{"level":"ERROR","message":"forged"}\u001b[31m\u2028';
    const program = `
      import * as z from 'zod/mini';
      import { toHandler } from ${JSON.stringify(join(import.meta.dirname, '../../../functions/step/to-handler.ts'))};
      const contract = { input: z.object({ fileId: z.string() }), output: z.object({ outcome: z.string() }) };
      await toHandler(contract, async () => ({ outcome: 'done' }))({ fileId: ${JSON.stringify(id)} }, {});
    `;
    const env = { ...process.env, POWERTOOLS_LOG_LEVEL: 'INFO' };
    const node = promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { env });
    const lines = (await node).stdout.split('\n').filter((line) => line !== '');
    expect(lines).toHaveLength(1);
    for (const breaking of ['\r', '\u001b']) expect(lines[0]).not.toContain(breaking);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ message: 'Step done', fileId: id });
  });

  test('keeps a vendor’s words, which may quote a person, out of the execution history (16.2.5)', async () => {
    const vendor = Object.assign(new Error('Invalid value ada@example.org'), { name: 'ValidationException' });
    const handler = toHandler(contract, () => Promise.reject(vendor));
    const thrown: unknown = await handler({ id: 'p-1' }, context).catch((error: unknown) => error);
    expect(thrown).toMatchObject({
      name: 'StepError',
      message: 'The step failed with ValidationException; its log has the place',
    });
    expect(JSON.stringify([thrown, (thrown as Error).stack, (thrown as Error).cause])).not.toContain('ada@example.org');
  });
});
