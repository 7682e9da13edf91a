import { writtenDay } from '../language.ts';
import type { Shown } from './account-section.tsx';
import { endTexts as texts } from './end-texts.ts';

/** The way to the end of an account, or back from it. */
export function EndPart({ view, overview: { account } }: Shown) {
  const { say, language } = view;
  const { endedEarly } = account;
  if (endedEarly?.by !== 'person') {
    return (
      <p class="links">
        <a href="/account/end">{say(texts.link)}</a>
      </p>
    );
  }
  return (
    <form method="post" action="/account/end/undo" class="notice">
      <p>
        {say(texts.asked)} {writtenDay(endedEarly.on, language)}.
      </p>
      <button type="submit">{say(texts.undo)}</button>
    </form>
  );
}
