import { writtenDay } from '../language.ts';
import type { Shown } from './account-section.tsx';
import { endTexts as texts } from './end-texts.ts';

/** The way to the end of an account, as long as its person has not asked for it. */
export function EndPart({ view: { say }, overview: { account } }: Shown) {
  if (account.endedEarly?.by === 'person') return null;
  return (
    <p class="links">
      <a href="/account/end">{say(texts.link)}</a>
    </p>
  );
}

/** The way back from the end that its person has asked for: before all else. */
export function EndUndoPart({ view, overview: { account } }: Shown) {
  const { say, language } = view;
  const { endedEarly } = account;
  if (endedEarly?.by !== 'person') return null;
  return (
    <form method="post" action="/account/end/undo" class="notice">
      <p>
        {say(texts.asked)} {writtenDay(endedEarly.on, language)}.
      </p>
      <button type="submit">{say(texts.undo)}</button>
    </form>
  );
}
