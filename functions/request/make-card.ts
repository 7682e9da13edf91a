import type { Account } from '../account/account.ts';
import type { RequestDeps } from './request-deps.ts';

export interface Card {
  readonly outcome: 'made';
  readonly login: string;
  /** 100 bits, in five groups of four: `7K3M-…`. It is shown once and stored nowhere. */
  readonly code: string;
  /** What the QR code leads to: `<publicUrl>/l/<token>`. */
  readonly url: string;
  /** An instant. */
  readonly endsAt: string;
  readonly lastDay: string;
}

export type CardRefused =
  | 'not-yours'
  /** Not granted, or not in a directory yet: in a minute. */
  | 'not-ready'
  /** There is an address: a link is mailed to it. */
  | 'has-mail'
  /** Ended or locked. */
  | 'unusable';

/** Makes the card of a guest without a mail address. An earlier card is dead from then on. */
export function makeCard(
  requestId: string,
  by: Pick<Account, 'accountId'>,
  deps: Pick<RequestDeps, 'tables' | 'university' | 'now' | 'newId'> & {
    readonly hmacKey: () => Promise<string>;
    readonly randomBytes: (size: number) => Uint8Array;
    readonly publicUrl: string;
  },
): Promise<Card | { readonly outcome: CardRefused }> {
  throw new Error(`Not yet: ${requestId} ${by.accountId} ${String(deps.now())}`);
}
