import { dayOf } from '../account/account-dates.ts';
import { findAccount } from '../account/account-repository.ts';
import { mayHavePassword } from '../account/account-use.ts';
import type { Account } from '../account/account.ts';
import { recoveryAddressOf } from '../account/recovery-address.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { getFile } from '../file/file-repository.ts';
import { cardLife } from '../link/link.ts';
import { tokenHash } from '../link/link-token.ts';
import { linkPut } from '../link/mint-link.ts';
import { cardToken, newCardCode } from './card-code.ts';
import { inRounds } from './guest-count.ts';
import type { RequestDeps } from './request-deps.ts';
import { findStay } from './request-repository.ts';
import { isCurrent } from './stay-dates.ts';

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

export interface MakeCardDeps extends Pick<RequestDeps, 'tables' | 'university' | 'now' | 'newId'> {
  readonly hmacKey: () => Promise<string>;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly publicUrl: string;
}

/**
 * Makes the card of a guest without a mail address: its code stands once for the link that activates the account, or, once it
 * is active, for the one that recovers it. An earlier card is dead from then on.
 * @throws RetryableError when the tables are away.
 */
export async function makeCard(
  requestId: string,
  { accountId: by }: Pick<Account, 'accountId'>,
  deps: MakeCardDeps,
): Promise<Card | { readonly outcome: CardRefused }> {
  const { tables, university, now, newId, publicUrl } = deps;
  const hmacKey = await deps.hmacKey();
  return inRounds(async () => {
    const stay = await findStay(requestId, tables);
    if (stay?.sponsorId !== by) return { outcome: 'not-yours' };
    if (stay.state !== 'granted') return { outcome: 'not-ready' };
    if (!isCurrent(stay, dayOf(now(), university.timeZone))) return { outcome: 'unusable' };
    const account = stay.accountId === undefined ? undefined : await findAccount(stay.accountId, tables);
    if (!account || account.state === 'requested') return { outcome: 'not-ready' };
    const file = await getFile(account.leadingFileId, tables);
    // An address that waits takes nobody's card away: who uses it undoes that one (B-17).
    const reached = recoveryAddressOf(account, file, now(), university);
    if (stay.mail !== undefined || reached !== undefined) return { outcome: 'has-mail' };
    const { accountId, login, credentialEpoch: epoch, liveLinks, lastDay } = account;
    if (!file || lastDay === undefined || !mayHavePassword(account, university, now())) return { outcome: 'unusable' };

    const code = newCardCode(deps.randomBytes);
    const token = cardToken(code) ?? '';
    const shown = { fileId: file.fileId, addressVersion: file.addressVersion };
    const link =
      account.state === 'provisioned'
        ? ({ purpose: 'activation', ...shown } as const)
        : ({ purpose: 'recovery' } as const);
    const { conflicts } = await tables.transact([
      linkPut({ ...link, accountId, epoch, card: true }, token, { hmacKey, now }),
      {
        table: 'accounts',
        update: { accountId },
        set: { liveLinks: [tokenHash(token, hmacKey)] },
        if: { equals: { credentialEpoch: epoch, liveLinks } },
      },
      auditEntry(accountId, 'card-made', newId(), now(), { by }),
    ]);
    if (conflicts.length > 0) return 'conflict';
    const endsAt = now().add(cardLife).toString();
    return { outcome: 'made', login, code, url: `${publicUrl}/l/${token}`, endsAt, lastDay };
  });
}
