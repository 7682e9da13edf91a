import type { Temporal } from 'temporal-polyfill';
import type { Tables } from '../table/tables.ts';
import type { University } from '../university/university.ts';
import type { StartWorkflow } from '../workflow/start-workflow.ts';

/** What a change of a request reaches. */
export interface RequestDeps {
  readonly tables: Tables;
  readonly university: University;
  readonly start: Readonly<Record<'guest' | 'access', StartWorkflow>>;
  readonly now: () => Temporal.Instant;
  readonly newId: () => string;
}

/**
 * What every change of a request may come to instead of being made. `changed`: somebody else changed it since it was read, or it is
 * no longer what the change is about: look at it again. `not-yours`: another one answers for it; so is one that there is not.
 */
export type NotChanged = 'changed' | 'not-yours';
