import { describe, expect, test } from 'vitest';
import type { Account } from '../../../functions/account/account.ts';
import { directoryEntry } from '../../../functions/directory/directory-entry.ts';
import type { FileRecord } from '../../../functions/file/file.ts';
import { university } from '../../../functions/university/uca.ts';
import { chloe } from '../../support/people.ts';

const ids = {
  fileId: '01M8283FYENEJ0WJYWASW7HSJZ',
  personId: '01M8283FYENEJ0WJYWASW7HSJA',
  accountId: '01M8283FYENEJ0WJYWASW7HSJB',
};
const file: FileRecord = {
  ...chloe,
  ...ids,
  studentNumber: '22600001',
  version: 1,
  addressVersion: 1,
  handedOverAt: '',
};
const account: Account = {
  ...ids,
  office: 'registrar',
  login: 'chldalen',
  state: 'requested',
  population: 'student',
  createdAt: '',
  revision: 1,
  files: { [ids.fileId]: { version: 1, population: 'student', affiliations: ['isima'], startsOn: '2026-09-01' } },
  leadingFileId: ids.fileId,
  mailAddress: 'chloe.dalencon@etu.uca.fr',
  mailAliases: [],
  uidNumber: 200_000,
  services: ['ent', 'isima'],
  affiliations: ['isima'],
  reasonEndsOn: '2027-08-31',
  lastDay: '2027-09-30',
  directories: {},
  credentialEpoch: 0,
  passwords: {},
  liveLinks: [],
  sessionEpoch: 0,
};

const today = '2026-10-01';

describe('an entry', () => {
  test('says in eduPerson and SupAnn who somebody is and until when', () => {
    const { attributes, objectClasses } = directoryEntry(account, file, 'uca', university, today);
    expect(objectClasses).toEqual(['inetOrgPerson', 'eduPerson', 'supannPerson', 'matriculeAccount']);
    expect(attributes).toMatchObject({
      cn: ['Chloé d’Alençon'],
      sn: ['d’Alençon'],
      mail: ['chloe.dalencon@etu.uca.fr'],
      eduPersonPrincipalName: ['chldalen@uca.fr'],
      eduPersonAffiliation: ['student', 'member'],
      eduPersonPrimaryAffiliation: ['student'],
      supannEtuId: ['22600001'],
      supannRessourceEtat: ['{COMPTE}A:SupannCree'],
      supannRessourceEtatDate: ['{COMPTE}A:SupannCree::20270930'],
    });
  });

  test('stops binds from the first second after the last day in Paris (K-02)', () => {
    expect(directoryEntry(account, file, 'uca', university, today).attributes['pwdEndTime']).toEqual([
      '20270930220000Z',
    ]);
  });

  test('never ends for an account without a last day', () => {
    const permanent = { ...account };
    delete permanent.reasonEndsOn;
    delete permanent.lastDay;
    const { attributes } = directoryEntry(permanent, file, 'uca', university, today);
    expect(attributes['pwdEndTime']).toEqual([]);
    expect(attributes['supannRessourceEtatDate']).toEqual(['{COMPTE}A:SupannCree::']);
  });

  test('is a POSIX account in the directory that has them, and in no other', () => {
    expect(directoryEntry(account, file, 'isima-limos', university, today)).toMatchObject({
      objectClasses: expect.arrayContaining(['posixAccount']) as unknown,
      attributes: { uidNumber: ['200000'], gidNumber: ['10000'], homeDirectory: ['/home/chldalen'] },
    });
    expect(directoryEntry(account, file, 'uca', university, today).attributes).not.toHaveProperty('uidNumber');
  });

  test('is in the groups of what was granted beside the files, to the last day of the grant', () => {
    const groups = (grants: Account['grants'], on = today) =>
      directoryEntry({ ...account, ...(grants && { grants }) }, file, 'uca', university, on).groups;
    const requestId = ids.fileId;
    // Its own services, ENT and ISIMA, are no groups.
    expect(groups(undefined)).toEqual([]);
    const grants = { limos: { until: '2026-10-01', requestId }, printing: { until: '2026-12-31', requestId } };
    expect(groups(grants)).toEqual(['printing', 'limos']);
    expect(groups(grants, '2026-10-02')).toEqual(['printing']);
    expect(groups(grants, '2027-01-01')).toEqual([]);
  });

  test('never holds a password, a birth date or a personal address', () => {
    const told = JSON.stringify(directoryEntry(account, file, 'uca', university, today));
    expect(told).not.toMatch(/userPassword|2008-12-10|chloe@example\.org/i);
  });
});
