import type { Account } from '../../account/account.ts';
import { allEvents } from '../../audit/read-events.ts';
import type { Tables } from '../../table/tables.ts';
import { filesOf } from './account-overview.ts';

/**
 * Everything that is kept of a person with this account, for themselves: the account, its files and its journal. Hashes of
 * links are no data of theirs.
 */
export async function accountData(account: Account, tables: Tables): Promise<object> {
  const { liveLinks, ...known } = account;
  return {
    account: { ...known, linksThatAreLive: liveLinks.length },
    files: await filesOf(account, tables),
    events: await allEvents(account.accountId, { tables }),
  };
}
