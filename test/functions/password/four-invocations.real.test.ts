import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asDeployed } from '../../../lib/bundle.ts';
import { createAuthority, createServerCertificate } from '../../../local/certificates.ts';
import { awsAnswer, scriptedAws } from '../../support/scripted-aws.ts';
import { startScriptedLdapServer } from '../../support/scripted-ldap-server.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matricule-invocations-'));
});
afterAll(() => rm(folder, { recursive: true }));

const base64 = (text: string) => Buffer.from(text).toString('base64');
const passwords = ['Canari-Violet-1-Tasse', 'Canari-Orange-2-Bol'] as const;

/** The heap of a process in which both passwords were chosen on a page and set in a directory. */
async function heapAfter(kept: 'kept' | ''): Promise<string> {
  const authority = await createAuthority(folder);
  const { keyFile, certificateFile } = await createServerCertificate(authority, folder, 'directory');
  const ldap = await startScriptedLdapServer({ key: await readFile(keyFile), cert: await readFile(certificateFile) });
  const attributes = {
    objectClass: ['inetOrgPerson', 'matriculeAccount'],
    ...{ matriculeAccountId: ['an-account'], matriculeVersion: ['0'] },
  };
  ldap.answers.search = { code: 0, entries: ['uid=somebody,ou=people,dc=uca,dc=fr'], attributes };
  const { settings, requests } = await scriptedAws(
    ...passwords.flatMap((password) => [
      awsAnswer(200, { Plaintext: base64(password) }),
      awsAnswer(200, { CiphertextBlob: base64('sealed') }),
      awsAnswer(200, { Plaintext: base64(password) }),
    ]),
  );
  const outfile = join(folder, 'invocations.mjs');
  await build({ ...asDeployed, entryPoints: [join(import.meta.dirname, 'four-invocations.ts')], outfile });
  try {
    const args = [outfile, settings.endpoint, ldap.url, authority.certificateFile, kept];
    const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 512 * 1024 * 1024 });
    expect(requests).toHaveLength(6);
    for (const password of passwords)
      expect(JSON.stringify(ldap.requests)).toContain(
        JSON.stringify(`replace userPassword "${password}"`).slice(1, -1),
      );
    return stdout;
  } finally {
    await ldap.stop();
  }
}

test('C-13: after a page took in two passwords and a step set them, the heap of their process holds neither', async () => {
  const heap = await heapAfter('');
  expect(heap).toContain('the-key');
  for (const password of passwords)
    for (const form of [password, base64(password), encodeURIComponent(password)]) expect(heap).not.toContain(form);
});

test('C-13: and would show one that something keeps', async () => {
  expect(await heapAfter('kept')).toContain(passwords[0]);
});
