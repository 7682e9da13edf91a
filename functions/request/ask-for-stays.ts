import type { Account } from '../account/account.ts';
import type { Language } from '../university/university.ts';
import type { AskedStay, StayProblem } from './asked-stay.ts';
import type { RequestDeps } from './request-deps.ts';

/** Rows of one form. */
export const mostRows = 50;

export type StaysAsked =
  | { readonly outcome: 'asked'; readonly requestIds: readonly string[] }
  | { readonly outcome: 'refused'; readonly problems: readonly StayProblem[] }
  /** Guests at a time, waiting ones included: how many more there may be. */
  | { readonly outcome: 'quota'; readonly of: 'sponsor' | 'university'; readonly left: number }
  | { readonly outcome: 'not-a-sponsor' };

/**
 * Asks for stays: all of the rows or none.
 * @param form the id that was minted with the page: a form that is sent twice is one request.
 * @throws RetryableError when the tables or the engine are away: the same form may be sent again.
 */
export function askForStays(
  rows: readonly AskedStay[],
  { sponsor, form, language }: { sponsor: Account; form: string; language: Language },
  deps: RequestDeps & { readonly hmacKey: () => Promise<string> },
): Promise<StaysAsked> {
  throw new Error(`Not yet: ${String(rows.length)} ${sponsor.accountId} ${form} ${language} ${String(deps.now())}`);
}
