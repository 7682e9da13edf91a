import type { Account } from '../account/account.ts';
import type { Language } from '../university/university.ts';
import type { RequestDeps } from './request-deps.ts';

export type AccessAsked =
  | { readonly outcome: 'asked'; readonly requestId: string }
  /** `service`: not one that this account may ask for (`servicesToAskFor`). `until`: not a day from today to the account's last. `open`: asked for already. */
  | { readonly outcome: 'refused'; readonly problem: 'service' | 'until' | 'reason' | 'open' };

/** The holder of an account asks for a service, which the CRI decides on as a ticket. */
export function askForAccess(
  account: Account,
  ask: {
    readonly service: string;
    readonly until: string;
    readonly reason: string;
    readonly form: string;
    readonly language: Language;
  },
  deps: RequestDeps & { readonly hmacKey: () => Promise<string> },
): Promise<AccessAsked> {
  throw new Error(`Not yet: ${account.accountId} ${ask.service} ${String(deps.now())}`);
}
