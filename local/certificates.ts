import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A certificate authority of our own, and what it signed, as files in PEM. */
export interface Authority {
  /** PEM text. */
  readonly certificate: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

export interface ServerCertificate {
  readonly certificateFile: string;
  readonly keyFile: string;
}

const openssl = (...args: string[]) => promisify(execFile)('openssl', args);
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'] as const;

/** Makes an authority that lives a month, in `folder` (which exists). */
export async function createAuthority(folder: string): Promise<Authority> {
  const certificateFile = join(folder, 'ca.pem');
  const keyFile = join(folder, 'ca.key');
  await openssl(
    ...['req', '-x509', ...newKey, '-days', '30', '-subj', '/CN=Matricule local authority'],
    ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign', '-keyout', keyFile, '-out', certificateFile],
  );
  return { certificate: await readFile(certificateFile, 'utf8'), certificateFile, keyFile };
}

/**
 * Makes a server certificate signed by `authority`, as `<folder>/<name>.pem` and `.key`.
 * @param flaw for tests: `expired` ended yesterday, `wrong-name` is for another host.
 */
export async function createServerCertificate(
  authority: Authority,
  folder: string,
  name: string,
  flaw?: 'expired' | 'wrong-name',
): Promise<ServerCertificate> {
  const certificateFile = join(folder, `${name}.pem`);
  const keyFile = join(folder, `${name}.key`);
  const request = join(folder, `${name}.csr`);
  const extensions = join(folder, `${name}.ext`);
  const names = flaw === 'wrong-name' ? 'DNS:elsewhere.example' : 'IP:127.0.0.1,DNS:localhost';
  await writeFile(extensions, `subjectAltName=${names}\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n`);
  await openssl('req', '-new', ...newKey, '-subj', `/CN=${name}`, '-keyout', keyFile, '-out', request);
  await openssl(
    ...[
      'x509',
      '-req',
      '-in',
      request,
      '-CA',
      authority.certificateFile,
      '-CAkey',
      authority.keyFile,
      '-CAcreateserial',
    ],
    ...['-days', flaw === 'expired' ? '-1' : '30', '-extfile', extensions, '-out', certificateFile],
  );
  return { certificateFile, keyFile };
}
