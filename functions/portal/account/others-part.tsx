import { accountTexts as texts } from './account-texts.ts';
import { Fact, Section, type Shown } from './account-section.tsx';

/**
 * Which account is for what, for somebody with two, whose link is established; for a population that often has two, that a
 * second one may come. Advice, not a barrier.
 */
export function OthersPart({ view, overview: { account, others } }: Shown) {
  const { say, university } = view;
  const { label, besideAnother } = university.populations[account.population];
  if (others.length === 0 && !besideAnother) return null;
  return (
    <Section id="two" title={say(texts.twoAccounts)}>
      {others.length === 0 ? (
        <p>{say(university.twoAccounts)}</p>
      ) : (
        <>
          <dl class="facts">
            <Fact name={`${account.login} (${say(texts.thisOne)})`}>{say(besideAnother ?? label)}</Fact>
            {others.map(({ login, population, open }) => (
              <Fact name={login}>
                {open
                  ? say(university.populations[population].besideAnother ?? university.populations[population].label)
                  : `${say(university.populations[population].label)}, ${say(texts.otherEnded)}`}
              </Fact>
            ))}
          </dl>
          <p>{say(others.some(({ open }) => open) ? texts.otherApart : texts.useThisOne)}</p>
        </>
      )}
      <p>
        <a href="/help#two-accounts">{say(texts.twoAccountsMore)}</a>
      </p>
    </Section>
  );
}
