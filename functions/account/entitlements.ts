import {
  type DirectoryName,
  type ServiceName,
  services as allServices,
  type University,
} from '../university/university.ts';
import type { Account } from './account.ts';

/**
 * What an account opens: the directories and services of its population, with those that its affiliations add, and the
 * services that the CRI granted until a day that is not over, in the directories in which they are used.
 */
export function entitlements(
  { population, affiliations, grants }: Pick<Account, 'population' | 'affiliations' | 'grants'>,
  { populations }: University,
  today: string,
): { directories: DirectoryName[]; services: ServiceName[] } {
  const { directories, services, byAffiliation } = populations[population];
  const added = affiliations.flatMap((affiliation) => byAffiliation[affiliation] ?? []);
  const granted = Object.keys(unexpired(grants, today));
  const used = Object.values(populations).flatMap((each) =>
    Object.values(each.byAffiliation).filter((adds) => adds.services.some((service) => granted.includes(service))),
  );
  return {
    directories: [...new Set([...directories, ...[...added, ...used].flatMap((each) => each.directories)])],
    services: [
      ...new Set([
        ...services,
        ...added.flatMap((each) => each.services),
        ...allServices.filter((service) => granted.includes(service)),
      ]),
    ],
  };
}

/** The grants whose last day is not over. */
export function unexpired(grants: Account['grants'], today: string): NonNullable<Account['grants']> {
  return Object.fromEntries(Object.entries(grants ?? {}).filter(([, { until }]) => until >= today));
}
