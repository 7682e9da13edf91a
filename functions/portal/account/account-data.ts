import type { Account } from '../../account/account.ts';
import { allEvents } from '../../audit/read-events.ts';
import { accountOverview, type OverviewDeps, speaksOfOthers } from './account-overview.ts';

/**
 * Everything that is kept of a person with this account, for themselves: what the page shows, with the whole files, and the
 * whole journal. Hashes of links are no data of theirs.
 */
export async function accountData(account: Account, deps: OverviewDeps): Promise<object> {
  const { liveLinks, ...known } = account;
  const { health, waiting, directories, files, access, others } = await accountOverview(account, deps);
  const { populations, twoAccounts } = deps.university;
  const uses = (of: Account['population']) => populations[of].besideAnother ?? populations[of].label;
  return {
    account: { ...known, linksThatAreLive: liveLinks.length },
    recoveryAddress: { health, ...(waiting && { waiting }) },
    directories,
    files,
    access: {
      services: access.services,
      asked: access.asked.map(({ service, state, decision }) => ({
        ...{ service, state },
        ...(decision && { reason: decision.reason }),
      })),
    },
    ...(speaksOfOthers({ account, others }) && {
      twoAccounts: {
        advice: twoAccounts,
        thisOne: uses(account.population),
        others: others.map((other) => ({ ...other, uses: uses(other.population) })),
      },
    }),
    events: await allEvents(account.accountId, deps),
  };
}
