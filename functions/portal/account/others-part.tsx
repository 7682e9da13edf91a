import { type OtherAccount, speaksOfOthers } from './account-overview.ts';
import { accountTexts as texts } from './account-texts.ts';
import { Fact, Section, type Shown } from './account-section.tsx';

/**
 * Which account is for what, for somebody with two, whose link is established, and which one only once the other one is over;
 * for a PhD student, that a second one may come. Advice, not a barrier.
 */
export function OthersPart({ view, overview: { account, others, inGrace } }: Shown) {
  const { say, university } = view;
  const { label, besideAnother, afterAnother } = university.populations[account.population];
  if (!speaksOfOthers({ account, others })) return null;
  // An account whose place this one takes is of no use in its grace already.
  const isOver = ({ use, population }: OtherAccount) =>
    use === 'ended' || (use === 'ending' && afterAnother?.[population] !== undefined);
  const alone = others.every(isOver);
  const instead = alone ? others.flatMap(({ population }) => afterAnother?.[population] ?? [])[0] : undefined;
  const other = (each: OtherAccount) => {
    const theirs = university.populations[each.population];
    if (isOver(each))
      return `${say(theirs.label)}, ${say(each.use === 'ended' ? texts.otherEnded : texts.otherEnding)}`;
    return say(
      (inGrace ? theirs.afterAnother?.[account.population] : undefined) ?? theirs.besideAnother ?? theirs.label,
    );
  };
  return (
    <Section id="two" title={say(texts.twoAccounts)}>
      {others.length === 0 ? (
        <p>{say(university.twoAccounts)}</p>
      ) : (
        <>
          <dl class="facts">
            <Fact name={`${account.login} (${say(texts.thisOne)})`}>{say(instead ?? besideAnother ?? label)}</Fact>
            {others.map((each) => (
              <Fact name={each.login}>{other(each)}</Fact>
            ))}
          </dl>
          <p>{say(alone ? texts.useThisOne : texts.otherApart)}</p>
        </>
      )}
      <p>
        <a href="/help#two-accounts">{say(texts.twoAccountsMore)}</a>
      </p>
    </Section>
  );
}
