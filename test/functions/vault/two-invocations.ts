import { stdout } from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { getHeapSnapshot } from 'node:v8';
import { KMSClient } from '@aws-sdk/client-kms';
import { kmsVault } from '../../../functions/vault/kms-vault.ts';

// A function's process: two invocations open a password each and seal it again, then everything that its heap holds goes to the output.

const client = new KMSClient({
  endpoint: process.argv[2] ?? '',
  region: 'eu-west-3',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
const { open, seal } = kmsVault(client, 'the-key');

/** @returns how long the password is, as a step returns what it did and never the password. */
async function invocation(accountId: string): Promise<number> {
  const password = await open('c2VhbGVk', { accountId, operationId: 'o' });
  await seal(password, { accountId, operationId: 'p' });
  return password.length;
}

await invocation('first');
await invocation('second');
// The connection's own buffers are let go of in turns of their own. A snapshot begins with a collection.
await setTimeout(100);
for await (const part of getHeapSnapshot()) stdout.write(part as Buffer);
