import { ulid } from 'ulid';
import type { Account } from '../../functions/account/account.ts';
import type { Role } from '../../functions/directory/role.ts';
import { stayKinds, type Stay } from '../../functions/request/request.ts';
import { findStay } from '../../functions/request/request-repository.ts';
import { accountWorld } from './account-world.ts';
import { grace, marie } from './people.ts';

const lastDay = '2028-08-31';

/** The desks over fakes, with somebody at each. */
export function deskWorld(options: Parameters<typeof accountWorld>[0] = {}) {
  const world = accountWorld(options);
  const { tables, servers } = world;

  /** A member of staff who has just signed in. */
  async function staff(login: string, { roles = [], ...given }: Partial<Account> & { roles?: readonly Role[] } = {}) {
    servers.uca.roles.set(login, roles);
    return world.signedIn(
      {
        ...{ login, office: 'hr', population: 'staff', lastDay, reasonEndsOn: lastDay },
        ...{
          mailAddress: `${login}@uca.fr`,
          mailAliases: [],
          services: ['ent', 'mail', 'eduroam', 'printing', 'isima'],
        },
        ...given,
      },
      { row: { ...marie, affiliations: ['isima'] } },
    );
  }

  return {
    ...world,
    staff,
    sponsor: () => staff('macurie'),
    cri: (login = 'cricrido') => staff(login, { roles: ['cri'] }),
    /** The form for one guest as it is filled in when nothing else is said: a visitor of two days, with a card. */
    visitor: (given: Readonly<Record<string, string>> = {}) => ({
      form: ulid(),
      kind: 'temporary-guest',
      ...{ firstName: 'Grace', lastName: 'Hopper', mail: '', card: 'on', reason: 'Colloque' },
      ...{ from: '2026-09-15', until: '2026-09-16' },
      ...given,
    }),
    /** As the form of an invited guest whose mail address is known. */
    guest: (given: Readonly<Record<string, string>> = {}) => ({
      form: ulid(),
      kind: 'guest',
      ...{ firstName: 'Grace', lastName: 'Hopper', mail: 'grace@example.org', reason: 'Stage' },
      ...{ from: '2026-09-15', until: '2026-12-31' },
      ...given,
    }),
    stays: (): Stay[] =>
      tables.rows('requests').flatMap((row) => (stayKinds.some((kind) => kind === row['kind']) ? [row as Stay] : [])),
    stay: async (requestId: string) => {
      const stay = await findStay(requestId, tables);
      if (!stay) throw new Error('There is no such stay');
      return stay;
    },
    /** What the workflow leaves once a stay is granted and its account stands in the directories. */
    welcome: async (requestId: string, account: Partial<Account> = {}) => {
      const stay = await findStay(requestId, tables);
      if (!stay) throw new Error('There is no such stay');
      const { kind: population, firstName, lastName, mail, startsOn, endsOn } = stay;
      const { office, affiliations, missing } = grace;
      const address = mail === undefined ? { card: true } : { personalEmail: mail };
      const { accountId, fileId } = await world.person(
        {
          ...{ login: 'grahoppe', state: 'provisioned', office: 'cri', population },
          ...{ lastDay: endsOn, reasonEndsOn: endsOn, directories: { uca: { status: 'pending', revision: 1 } } },
          ...account,
        },
        {
          office,
          affiliations,
          missing,
          ...address,
          fileNumber: requestId,
          population,
          firstName,
          lastName,
          startsOn,
          endsOn,
        },
      );
      await tables.write({ table: 'requests', update: { requestId }, set: { accountId, fileId, state: 'granted' } });
      await tables.write({ table: 'logins', put: { login: 'grahoppe', accountId } });
      return { accountId, fileId };
    },
  };
}
export type DeskWorld = ReturnType<typeof deskWorld>;

/** A sponsor with one visitor, welcomed. */
export async function withGuest(given: Readonly<Record<string, string>> = {}, world = deskWorld()) {
  const sponsor = await world.sponsor();
  await world.send('/sponsor/ask', sponsor.cookie, world.visitor(given));
  const requestId = world.stays()[0]?.requestId ?? '';
  const { accountId } = await world.welcome(requestId);
  const path = `/sponsor/guests/${requestId}`;
  return { world, ...sponsor, sponsorId: sponsor.accountId, requestId, accountId, path };
}

/** What an answer says is to be corrected: the field, and the text. */
export const errorsOf = (page: string) =>
  [...page.matchAll(/<li><a href="#(\w+)">(.*?)<\/a>/g)].map(([, field, text]) => [field, text]);
