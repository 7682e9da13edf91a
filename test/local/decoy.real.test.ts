import { expect, test } from 'vitest';
import { ldapPasswordDirectory } from '../../functions/directory/ldap-password-directory.ts';
import { nobodysLogin } from '../../functions/session/find-by-name.ts';
import { as, OpenLdapServers, passwordConnectionTo } from '../functions/directory/openldap-servers.ts';

test('ASVS 6.3.8: every directory holds nobody’s entry, whose password is hashed as people’s and which no failure locks', async () => {
  const servers = await OpenLdapServers.create();
  try {
    const uca = await servers.start('uca', 'dc=uca,dc=fr');
    const passwords = ldapPasswordDirectory(() => Promise.resolve(passwordConnectionTo(uca)));
    // More than the policy of people allows.
    for (let n = 0; n < 25; n += 1) expect(await passwords.bind(nobodysLogin, 'Not-The-Password-1')).toBe('wrong');
    const { searchEntries } = await as(uca, uca.admin, (client) =>
      client.search(`uid=${nobodysLogin},${uca.peopleDn}`, {
        scope: 'base',
        attributes: ['objectClass', 'userPassword', 'pwdAccountLockedTime'],
      }),
    );
    expect(searchEntries).toMatchObject([
      { userPassword: expect.stringMatching(/^\{ARGON2\}\$argon2id\$v=19\$m=64,t=1,p=1\$/) as string },
    ]);
    expect(searchEntries[0]?.['pwdAccountLockedTime']).toEqual([]);
    // Neither listed nor written by us.
    expect(searchEntries[0]?.['objectClass']).not.toContain('matriculeAccount');
    expect(await passwords.set({ login: nobodysLogin, accountId: '0'.repeat(26), version: 1 }, 'Orage-Violet-1')).toBe(
      'absent',
    );
  } finally {
    await servers.stop();
  }
});
