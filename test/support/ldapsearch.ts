import { execFile } from 'node:child_process';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';

/** Every entry below `ou=people`, by login, as Debian's `ldapsearch` sees it: a second opinion to the product's own client. */
export async function ldapsearch(
  name: 'uca' | 'isima-limos',
  filter = '(objectClass=matriculeAccount)',
): Promise<Map<string, Record<string, string[]>>> {
  const { url, ca, peopleDn, reader } = inject('world').directories[name];
  await using folder = await mkdtempDisposable(join(tmpdir(), 'matricule-'));
  const caFile = join(folder.path, 'ca.pem');
  await writeFile(caFile, ca);
  const { stdout } = await promisify(execFile)(
    'ldapsearch',
    [
      '-x',
      '-LLL',
      '-o',
      'ldif-wrap=no',
      '-H',
      url,
      '-D',
      reader.bindDn,
      '-w',
      reader.password,
      '-b',
      peopleDn,
      filter,
      '*',
      '+',
    ],
    { env: { ...process.env, LDAPTLS_CACERT: caFile, LDAPTLS_REQCERT: 'demand' }, maxBuffer: 64 * 1024 * 1024 },
  );
  return new Map(
    stdout
      .split('\n\n')
      .filter((block) => block.trim() !== '')
      .map((block) => {
        const attributes: Record<string, string[]> = {};
        for (const line of block.trim().split('\n')) {
          const [, attribute = '', encoded, value = ''] = /^([^:]+):(:?) ?(.*)$/.exec(line) ?? [];
          (attributes[attribute] ??= []).push(encoded ? Buffer.from(value, 'base64').toString() : value);
        }
        return [attributes['uid']?.[0] ?? '', attributes] as const;
      }),
  );
}
