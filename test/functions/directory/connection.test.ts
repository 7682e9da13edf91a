import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { connectionSchema } from '../../../functions/directory/connection.ts';

const connection = {
  url: 'ldaps://ldap.uca.fr:636',
  ca: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
  bindDn: 'cn=matricule-provisioner,ou=services,dc=uca,dc=fr',
  password: 'secret',
  peopleDn: 'ou=people,dc=uca,dc=fr',
};
const accepted = (changes: Record<string, unknown>) =>
  z.safeParse(connectionSchema, { ...connection, ...changes }).success;

describe('the settings of a directory', () => {
  test.each(['ldaps://ldap.uca.fr', 'ldaps://127.0.0.1:6636', 'ldaps://[::1]:636', 'LDAPS://ldap.uca.fr/'])(
    'reach it at %s',
    (url) => expect(accepted({ url })).toBe(true),
  );

  test.each([
    'ldap://ldap.uca.fr',
    'ldap://ldap.uca.fr:636',
    'ldapi:///',
    'https://ldap.uca.fr',
    'ldaps://',
    'ldaps://ldap.uca.fr/dc=fr?uid',
    'ldaps://user:password@ldap.uca.fr',
    'ldaps://ldap.uca.fr ldap://ldap.uca.fr',
    'ldaps://ldap.uca.fr\nldap://ldap.uca.fr',
    '',
  ])('never reach it at %j (I-01)', (url) => expect(accepted({ url })).toBe(false));

  test.each(['rejectUnauthorized', 'tlsOptions', 'minVersion', 'startTls', 'checkServerIdentity', 'servername'])(
    'have no place for %s (I-01)',
    (key) => {
      expect(accepted({ [key]: false })).toBe(false);
      expect(accepted({ [key]: undefined })).toBe(false);
    },
  );

  test.each(['', 'system', '/etc/ssl/ca.pem', '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n', []])(
    'pin an authority, and %j is none (I-01)',
    (ca) => expect(accepted({ ca })).toBe(false),
  );

  test.each(['', ['secret'], { length: 6 }, null, undefined, 0])(
    'need a password that says something: %j (I-04)',
    (password) => expect(accepted({ password })).toBe(false),
  );

  test.each(['EXTERNAL', 'PLAIN', 'DIGEST-MD5', 'SCRAM-SHA-1', '', 'cn', '=x', ['cn=a']])(
    'never bind as %j, which is no name (I-05)',
    (bindDn) => {
      expect(accepted({ bindDn })).toBe(false);
      expect(accepted({ peopleDn: bindDn })).toBe(false);
    },
  );

  test('may say where the password policy is, by a name', () => {
    expect(accepted({ policyDn: 'cn=people,ou=policies,dc=uca,dc=fr' })).toBe(true);
    for (const policyDn of ['', 'EXTERNAL', 'people', ['cn=people'], null, undefined])
      expect(accepted({ policyDn })).toBe(false);
  });

  test('are complete', () => {
    expect(accepted({})).toBe(true);
    for (const key of Object.keys(connection)) expect(accepted({ [key]: undefined })).toBe(false);
  });
});
