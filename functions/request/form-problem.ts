import type { saidReason } from './asked-stay.ts';
import { type Days, isWithin } from './stay-dates.ts';

/** A form that is not taken as it is: everything that is wrong, in the order of the page, one problem a field at most. */
export interface Refused<Problem> {
  readonly outcome: 'refused';
  readonly problems: readonly Problem[];
}

export interface UntilProblem {
  readonly field: 'until';
  readonly code: 'out-of-range';
  /** Those that may be chosen. */
  readonly days: Days;
}

export interface ReasonProblem {
  readonly field: 'reason';
  readonly code: 'required' | 'too-long' | 'control-character';
}

/** What is wrong with a last day, as it was typed. */
export function untilProblems(until: string, days: Days): UntilProblem[] {
  return isWithin(until, days) ? [] : [{ field: 'until', code: 'out-of-range', days }];
}

export function reasonProblems(reason: ReturnType<typeof saidReason>): ReasonProblem[] {
  return typeof reason === 'string' ? [] : [{ field: 'reason', code: reason.problem }];
}
