import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where this machine's OpenLDAP is, and what it was built with. */
export interface OpenLdap {
  readonly slapd: string;
  readonly schemas: string;
  readonly modules: string;
  /** What `TLSCipherSuite` must say for TLS 1.2 or newer, in the words of its TLS library. */
  readonly ciphers: string;
}

const gnuTls = 'SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2';
const openSsl = 'ECDHE+AESGCM:ECDHE+CHACHA20';
const arm = '/opt/homebrew';
const intel = '/usr/local';
const layouts = [
  { for: 'Debian, Ubuntu', schemas: '/etc/ldap/schema', modules: '/usr/lib/ldap', ciphers: gnuTls },
  { for: 'Fedora', schemas: '/etc/openldap/schema', modules: '/usr/lib64/openldap', ciphers: openSsl },
  { for: 'Arch, Alpine', schemas: '/etc/openldap/schema', modules: '/usr/lib/openldap', ciphers: openSsl },
  ...[arm, intel].map((at) => ({
    ...{ for: 'Homebrew', schemas: `${at}/etc/openldap/schema`, ciphers: openSsl },
    modules: `${at}/opt/openldap/libexec/openldap`,
  })),
] as const;

// sbin is not on the PATH of a Debian user, nor libexec on anybody's.
const sbin = [
  '/usr/sbin',
  '/usr/local/sbin',
  '/usr/libexec',
  ...[arm, intel].map((at) => `${at}/opt/openldap/libexec`),
];

/** @throws with a sentence that says what to type when it is not there. */
export function findOpenLdap(): OpenLdap {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...sbin];
  const slapd = folders.map((folder) => join(folder, 'slapd')).find((file) => existsSync(file));
  const layout = layouts.find(({ schemas, modules }) => existsSync(schemas) && existsSync(modules));
  if (slapd === undefined || layout === undefined) throw new Error('OpenLDAP is missing: type `npm run setup`.');
  return { slapd, schemas: layout.schemas, modules: layout.modules, ciphers: layout.ciphers };
}
