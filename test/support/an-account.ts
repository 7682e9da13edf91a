import type { Account } from '../../functions/account/account.ts';
import type { Row } from '../../functions/table/tables.ts';

/** Ada's account as it stands once she has activated it; what a test says is otherwise. */
export function anAccount(given: Partial<Account> = {}): Account & Row {
  const fileId = '01K5M0Q7T8V9W0X1Y2Z3A4B5D6';
  return {
    accountId: '01K5M0Q7T8V9W0X1Y2Z3A4B5D7',
    personId: '01K5M0Q7T8V9W0X1Y2Z3A4B5D8',
    office: 'registrar',
    login: 'adalovel',
    state: 'active',
    population: 'student',
    createdAt: '2026-09-01T08:00:00Z',
    revision: 2,
    files: {
      [fileId]: {
        version: 1,
        population: 'student',
        affiliations: [],
        startsOn: '2026-09-01',
        endsOn: '2027-08-31',
      },
    },
    leadingFileId: fileId,
    mailAddress: 'ada.lovelace@etu.uca.fr',
    mailAliases: [],
    services: ['ent', 'mail', 'eduroam', 'printing'],
    affiliations: [],
    reasonEndsOn: '2027-08-31',
    lastDay: '2027-09-30',
    directories: { uca: { status: 'verified', revision: 2 } },
    credentialEpoch: 0,
    passwords: {},
    liveLinks: [],
    sessionEpoch: 0,
    ...given,
  };
}
