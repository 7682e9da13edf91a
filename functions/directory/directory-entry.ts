import { Temporal } from 'temporal-polyfill';
import { endOfDay } from '../account/account-dates.ts';
import { type AccountState, supannStates } from '../account/account-state.ts';
import type { Account } from '../account/account.ts';
import type { FileRecord } from '../file/file.ts';
import { type DirectoryName, type ServiceName, services, type University } from '../university/university.ts';
import type { Entry } from './directory.ts';

/**
 * What a directory says of an account: inetOrgPerson, eduPerson, SupAnn and our own class, by population. A directory of
 * POSIX accounts adds numbers and a home. Never a password: it is written by another identity (I-16).
 * @param today where the university lives: a grant that is past is no group any more.
 */
export function directoryEntry(
  account: Account,
  file: FileRecord,
  directory: DirectoryName,
  university: University,
  today: string,
): Entry {
  const { login, accountId, uidNumber, mailAddress, lastDay } = account;
  const population = university.populations[account.population];
  const [primaryAffiliation] = population.eduPersonAffiliations;
  const ends = endOf(account, university);
  const shown = `{COMPTE}${supannStates[shownState(account.state)]}`;
  const posix = university.directories[directory].posix && uidNumber !== undefined;
  return {
    login,
    accountId,
    objectClasses: [
      ...['inetOrgPerson', 'eduPerson', 'supannPerson', 'matriculeAccount'],
      ...(posix ? ['posixAccount'] : []),
    ],
    groups: grantedServices(account, today),
    attributes: {
      cn: [`${file.firstName} ${file.lastName}`],
      givenName: [file.firstName],
      sn: [file.lastName],
      displayName: [`${file.firstName} ${file.lastName}`],
      mail: mailAddress === undefined ? [] : [mailAddress],
      supannAutreMail: account.mailAliases,
      eduPersonPrincipalName: [`${login}@${university.scope}`],
      eduPersonAffiliation: [...population.eduPersonAffiliations],
      eduPersonPrimaryAffiliation: [primaryAffiliation],
      eduPersonEntitlement: account.services.map((service) => `urn:mace:${university.scope}:service:${service}`),
      supannEtuId: account.office === 'registrar' && file.studentNumber !== undefined ? [file.studentNumber] : [],
      supannEmpId: account.office === 'hr' ? [file.fileNumber] : [],
      supannCodeINE: file.ine === undefined ? [] : [file.ine],
      // SupAnn 2019: the state and sub-state of a resource, and the same with the days it begins and ends (YYYYMMDD).
      supannRessourceEtat: [shown],
      supannRessourceEtatDate: [`${shown}::${lastDay?.replaceAll('-', '') ?? ''}`],
      pwdEndTime: ends === undefined ? [] : [generalizedTime(ends)],
      ...(posix && {
        uidNumber: [String(uidNumber)],
        gidNumber: [String(university.gidNumber)],
        homeDirectory: [`/home/${login}`],
      }),
    },
  };
}

/** What was granted beside the files, which speak for themselves in `eduPersonEntitlement`. */
function grantedServices({ grants = {} }: Account, today: string): ServiceName[] {
  return services.filter((service) => (grants[service]?.until ?? '') >= today);
}

/** No bind succeeds from then on: a lock is an end too, since a reset by a service lifts every other one. */
function endOf({ lock, lastDay }: Account, { timeZone }: University): Temporal.Instant | undefined {
  if (lock) return Temporal.Instant.from(lock.at);
  return lastDay === undefined ? undefined : endOfDay(lastDay, timeZone);
}

/** Once its entry is there the account is operational, which is what the directory shows from its first second. */
function shownState(state: AccountState): AccountState {
  return state === 'requested' ? 'provisioned' : state;
}

/** GeneralizedTime of RFC 4517, 3.3.13, in UTC and whole seconds. */
function generalizedTime(instant: Temporal.Instant): string {
  return instant.toString({ smallestUnit: 'second' }).replaceAll(/[-:T]/g, '');
}
