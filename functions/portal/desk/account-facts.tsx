import type { Account } from '../../account/account.ts';
import { accountTexts } from '../account/account-texts.ts';
import { Fact } from '../account/account-section.tsx';
import { writtenDay, writtenMoment } from '../language.ts';
import type { View } from '../page.tsx';
import { texts as pageTexts } from '../texts.ts';
import { criTexts as texts, stateTexts } from './cri-texts.ts';

/** What the CRI is shown of an account: nothing that lets anybody in, and no address of recovery. */
export function AccountFacts({ view, account, name }: { view: View; account: Account; name?: string }) {
  const { say, university, language } = view;
  const { login, mailAddress, population, state, lastDay, services, lock, unlocked, recovery } = account;
  return (
    <dl class="facts">
      {name !== undefined && <Fact name={say(texts.name)}>{name}</Fact>}
      <Fact name={say(accountTexts.login)}>
        <code>{login}</code>
      </Fact>
      <Fact name={say(accountTexts.mailAddress)}>{mailAddress ?? say(accountTexts.mailAddressNone)}</Fact>
      <Fact name={say(accountTexts.population)}>{say(university.populations[population].label)}</Fact>
      <Fact name={say(texts.accountState)}>{say(stateTexts[state])}</Fact>
      <Fact name={say(accountTexts.until)}>
        {lastDay === undefined ? say(accountTexts.untilNone) : writtenDay(lastDay, language)}
      </Fact>
      {services.length > 0 && (
        <Fact name={say(accountTexts.services)}>
          {services.map((service) => say(university.services[service])).join(', ')}
        </Fact>
      )}
      {lock && (
        <Fact name={say(texts.lockedSince)}>
          {`${writtenMoment(lock.at, university.timeZone, language)}, ${lock.reason}`}
        </Fact>
      )}
      {unlocked && !lock && (
        <Fact name={say(texts.unlockedSince)}>
          {`${writtenMoment(unlocked.at, university.timeZone, language)}, ${unlocked.reason}`}
        </Fact>
      )}
      {lock && recovery && isChanged(recovery) && (
        <Fact name={say(texts.recoveryChanged)}>
          {`${writtenMoment(recovery.confirmedAt, university.timeZone, language)}${say(pageTexts.colon)} ${say(texts.recoveryAsk)}`}
        </Fact>
      )}
    </dl>
  );
}

/** By somebody signed in, with or without one before it: what activation or a lock decides holds from that instant. */
function isChanged({ confirmedAt, usableFrom }: NonNullable<Account['recovery']>): boolean {
  return confirmedAt !== usableFrom;
}
