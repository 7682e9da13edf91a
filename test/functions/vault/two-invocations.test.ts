import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { awsAnswer, scriptedAws } from '../../support/scripted-aws.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

test('C-13: after two invocations of one process, its heap holds the password of neither', async () => {
  const passwords = ['Canary-first-Passe-partout', 'Canary-second-Passe-partout'] as const;
  const { settings, requests } = await scriptedAws(
    ...passwords.flatMap((password) => [
      awsAnswer(200, { Plaintext: base64(password) }),
      awsAnswer(200, { CiphertextBlob: base64('sealed') }),
    ]),
  );
  const { stdout: heap } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, 'two-invocations.ts'), settings.endpoint],
    { maxBuffer: 512 * 1024 * 1024 },
  );
  expect(requests).toMatchObject([{}, { Plaintext: base64(passwords[0]) }, {}, { Plaintext: base64(passwords[1]) }]);
  // Every string that something still holds is in a snapshot, as the name of the key is.
  expect(heap).toContain('the-key');
  for (const password of passwords) for (const form of [password, base64(password)]) expect(heap).not.toContain(form);
}, 30_000);
