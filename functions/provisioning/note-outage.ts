import type { Temporal } from 'temporal-polyfill';
import type { CountMetric } from '../step/count-metric.ts';
import type { Tables } from '../table/tables.ts';
import type { DirectoryName } from '../university/university.ts';
import { findLease, renewLease } from './lease.ts';

/** After a day the operator is told, once. */
const patienceHours = 24;

/**
 * Renews the lease of a directory that took nothing, whether it did not answer or refused every write; tells the operator,
 * once, when that has lasted for a day.
 * @returns false when the lease is no longer this execution's.
 */
export async function noteOutage(
  directory: DirectoryName,
  executionId: string,
  deps: { tables: Tables; countMetric: CountMetric; now: () => Temporal.Instant },
): Promise<boolean> {
  const lease = await findLease(directory, deps);
  if (lease?.executionId !== executionId) return false;
  const { awaySince = deps.now().toString(), told = false } = lease;
  const toTell = !told && deps.now().since(awaySince).total('hours') >= patienceHours;
  if (toTell) deps.countMetric('DirectoryAway', { directory });
  return renewLease(directory, executionId, { awaySince, told: told || toTell }, deps);
}
