import type { HandedOver } from '../../functions/file/file.ts';

/** Whom a form finds. */
type Known = HandedOver & { readonly birthDate: string };

/** A student whose file is complete. */
export const ada: Known = {
  office: 'registrar',
  fileNumber: 'D2026-0001',
  population: 'student',
  firstName: 'Ada',
  lastName: 'Lovelace',
  birthDate: '2008-12-10',
  personalEmail: 'ada@example.org',
  opiNumber: 'OPI-0001',
  affiliations: [],
  startsOn: '2026-09-01',
  endsOn: '2027-08-31',
  missing: [],
};

/** A student of ISIMA: both directories. */
export const chloe: Known = {
  ...ada,
  fileNumber: 'D2026-0002',
  firstName: 'Chloé',
  lastName: 'd’Alençon',
  personalEmail: 'chloe@example.org',
  opiNumber: 'OPI-0002',
  affiliations: ['isima'],
};

/** A visitor: an end without grace and a schedule of its own. */
export const grace: Known = {
  ...ada,
  office: 'cri',
  fileNumber: 'V-1',
  population: 'guest',
  firstName: 'Grace',
  lastName: 'Hopper',
  birthDate: '1986-12-09',
  personalEmail: 'grace@example.org',
  startsOn: '2026-11-01',
  endsOn: '2027-01-31',
};

/** Permanent staff: no end. */
export const marie: Known = {
  ...ada,
  office: 'hr',
  fileNumber: '4242',
  population: 'staff',
  firstName: 'Marie',
  lastName: 'Curie',
  birthDate: '1980-11-07',
  personalEmail: 'marie@example.org',
};
delete (marie as { endsOn?: string }).endsOn;
