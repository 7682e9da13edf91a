import type { FileRecord } from '../file/file.ts';
import type { DirectoryName, Population, ServiceName } from '../university/university.ts';

/** What a file of a population opens: its directories and services, with those that its affiliations add. */
export function entitlements(
  population: Population,
  affiliations: FileRecord['affiliations'],
): { directories: DirectoryName[]; services: ServiceName[] } {
  const added = affiliations.flatMap((affiliation) => population.byAffiliation[affiliation] ?? []);
  return {
    directories: [...new Set([...population.directories, ...added.flatMap((each) => each.directories)])],
    services: [...new Set([...population.services, ...added.flatMap((each) => each.services)])],
  };
}
