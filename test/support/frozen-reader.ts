import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod/mini';
import { connectionSchema } from '../../functions/directory/connection.ts';
import { ldapDirectory } from '../../functions/directory/ldap-directory.ts';

// A thread whose event loop stands still between two readings, as a Lambda's does between two invocations: what happens
// on the connection meanwhile is only heard afterwards.

const { connection, login, freeze } = z.parse(
  z.object({ connection: connectionSchema, login: z.string(), freeze: z.number() }),
  workerData,
);

const directory = ldapDirectory(() => Promise.resolve(connection));
/** The account, `nothing` for an empty answer, or the name of the error. */
const read = () =>
  directory.read(login).then(
    (entry) => entry?.accountId ?? 'nothing',
    (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
  );

async function readAtLast(): Promise<string> {
  for (;;) {
    const reading = await read();
    if (reading !== 'RetryableError') return reading;
  }
}

const before = await readAtLast();
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, freeze);
parentPort?.postMessage({ before, after: await read(), later: await readAtLast() });
