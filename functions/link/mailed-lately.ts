import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import type { Account } from '../account/account.ts';
import type { Tables } from '../table/tables.ts';

/** Shorter than the life of any link: what was mailed within it has not ended by itself. */
const lately = Temporal.Duration.from({ minutes: 5 });

const mail = z.object({ status: z.string(), at: z.string() });

/** Whether a link that lets somebody into the account, and still does, was mailed in the last five minutes. */
export async function mailedLately(
  { liveLinks }: Pick<Account, 'liveLinks'>,
  { tables, now }: { readonly tables: Pick<Tables, 'get'>; readonly now: () => Temporal.Instant },
): Promise<boolean> {
  // A live link is known by the mail that it went with.
  const rows = await Promise.all(liveLinks.map((mailKey) => tables.get('mails', { mailKey })));
  return rows.some((row) => {
    if (!row) return false;
    const { status, at } = z.parse(mail, row);
    return status === 'sent' && Temporal.Instant.compare(now(), Temporal.Instant.from(at).add(lately)) < 0;
  });
}
