import type { Account } from '../account/account.ts';
import type { DirectoryName, ServiceName, University } from '../university/university.ts';

/**
 * The services that are granted on request, by the directories that they need: what an affiliation adds to some population
 * (ISIMA, LIMOS). What a population has by itself, or never has (ENT for a local account), cannot be asked for.
 */
export function servicesOnRequest({ populations }: University): ReadonlyMap<ServiceName, readonly DirectoryName[]> {
  const added = Object.values(populations).flatMap(({ byAffiliation }) => Object.values(byAffiliation));
  return new Map(
    added.flatMap(({ services, directories }) => services.map((service) => [service, directories] as const)),
  );
}

export function requestable(university: University): readonly ServiceName[] {
  return [...servicesOnRequest(university).keys()];
}

/** The services that the holder of an account may ask for: temporary guests and local accounts, what they do not have yet. */
export function servicesToAskFor(
  { population, services, grants = {} }: Account,
  university: University,
): readonly ServiceName[] {
  if (population !== 'temporary-guest' && population !== 'local') return [];
  return requestable(university).filter((service) => !services.includes(service) && grants[service] === undefined);
}
