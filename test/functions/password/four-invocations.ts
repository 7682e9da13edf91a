import { readFileSync } from 'node:fs';
import { stdout } from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { getHeapSnapshot } from 'node:v8';
import { KMSClient } from '@aws-sdk/client-kms';
import { ulid } from 'ulid';
import { ldapPasswordDirectory } from '../../../functions/directory/ldap-password-directory.ts';
import type { PasswordEntry } from '../../../functions/directory/password-directory.ts';
import { contract, setPassword } from '../../../functions/password/set-password.ts';
import { httpApi } from '../../../functions/portal/http-api.ts';
import { portal } from '../../../functions/portal/portal.tsx';
import { toHandler } from '../../../functions/step/to-handler.ts';
import { kmsVault } from '../../../functions/vault/kms-vault.ts';
import { allRoutes } from '../../support/all-routes.ts';
import { fieldOfLink, linkWorld } from '../../support/link-world.ts';
import { publicUrl } from '../../support/portal-world.ts';

// A function's process: the step that sets a password and the page on which one is chosen run twice each, then everything
// that the heap holds goes to the output. No password is given to this process but by the key's service, once each.

const [kms = '', directories = '', authority = '', kept = ''] = process.argv.slice(2);
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const { open, seal } = kmsVault(new KMSClient({ endpoint: kms, region: 'eu-west-3', credentials }), 'the-key');

const world = linkWorld();
const connection = {
  ...{ url: directories, ca: readFileSync(authority, 'utf8'), peopleDn: 'ou=people,dc=uca,dc=fr' },
  ...{ bindDn: 'cn=service,dc=uca,dc=fr', password: 'of-the-service' },
};
const ldap = ldapPasswordDirectory(() => Promise.resolve(connection));
// The directory knows the entry of one account, whoever is asked about.
const reached = {
  ...ldap,
  set: (entry: PasswordEntry, password: string) => ldap.set({ ...entry, accountId: 'an-account' }, password),
};
const set = toHandler(contract, (input) =>
  setPassword(input, { ...world.deps, open, passwordDirectory: () => reached }),
);
const page = httpApi(portal({ ...world.deps, seal, publicUrl }, allRoutes), { publicUrl });
/** What a module that kept passwords would do: shows that the search finds them. */
const leak: string[] = [];

async function chosenOnPage(accountId: string): Promise<void> {
  const { token, cookie } = await world.link(accountId, 'recovery');
  const password = await open('c2VhbGVk', { accountId, operationId: 'typed' });
  if (kept === 'kept') leak.push(password);
  const fields = { ...fieldOfLink('/recover', token, world.hmacKey), form: ulid(), password };
  const { statusCode, body } = await page({
    rawPath: '/recover',
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams(fields).toString(),
    requestContext: { requestId: 'request', http: { method: 'POST', sourceIp: '192.0.2.1' } },
  });
  if (statusCode !== 303) throw new Error(`The page answered ${statusCode}: ${body}`);
}

for (const login of ['chldalen', 'gracehop']) {
  const { accountId } = await world.person({ state: 'active', login });
  await chosenOnPage(accountId);
  await set({ accountId, directory: 'uca' }, {});
  const { passwords } = await world.account(accountId);
  if (passwords.uca?.status !== 'verified') throw new Error('The password did not get to the directory');
}
// The connections' own buffers are let go of in turns of their own. A snapshot begins with a collection.
await setTimeout(100);
for await (const part of getHeapSnapshot()) stdout.write(part as Buffer);
// The connection to the directory is kept for the next invocation.
stdout.write('', () => process.exit());
