import { execFile } from 'node:child_process';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';

/** Whether a password lets somebody into a directory, as Debian's `ldapwhoami` sees it: a second opinion to our own binds. */
export async function letsIn(name: 'uca' | 'isima-limos', login: string, password: string): Promise<boolean> {
  const { url, ca, peopleDn } = inject('world').directories[name];
  await using folder = await mkdtempDisposable(join(tmpdir(), 'matricule-'));
  const [caFile, passwordFile] = [join(folder.path, 'ca.pem'), join(folder.path, 'password')];
  await writeFile(caFile, ca);
  await writeFile(passwordFile, password, { mode: 0o600 });
  const dn = `uid=${login},${peopleDn}`;
  try {
    const { stdout } = await promisify(execFile)('ldapwhoami', ['-x', '-H', url, '-D', dn, '-y', passwordFile], {
      env: { ...process.env, LDAPTLS_CACERT: caFile, LDAPTLS_REQCERT: 'demand' },
    });
    return stdout.trim() === `dn:${dn}`;
  } catch (error) {
    // 49 invalidCredentials, which ldapwhoami ends with.
    if ((error as { code?: unknown }).code === 49) return false;
    throw error;
  }
}
