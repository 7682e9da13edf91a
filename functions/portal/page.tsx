import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Language, Text, University } from '../university/university.ts';
import { assets } from './assets.ts';
import { type Say, sayIn } from './language.ts';
import { texts } from './texts.ts';

/** What every page needs to know of the request that it answers. */
export interface View {
  readonly language: Language;
  readonly say: Say;
  readonly university: University;
  /** The address of the page in the other language: the same page, or home where it has no address of its own. */
  readonly here: string;
  /** What has just been done, or not: said above all else. */
  readonly notice?: Text;
}

export function viewOf(language: Language, here: string, university: University, notice?: Text): View {
  return { language, say: sayIn(language), university, here, ...(notice && { notice }) };
}

interface PageProps {
  readonly view: View;
  /** In the tab, before the names of the product and the university. */
  readonly title: string;
  /** Loads the script that refreshes the page. */
  readonly refreshes?: boolean;
  /** Loads the scripts that help to choose a password. */
  readonly choosesPassword?: boolean;
  readonly children: Child;
}

/** A whole document: header, content, footer. No inline style or script: the policy forbids them. */
export function Page({ view, title, refreshes = false, choosesPassword = false, children }: PageProps) {
  const { language, say, university, here, notice } = view;
  const other = language === 'fr' ? 'en' : 'fr';
  return html`<!doctype html>${(
      <html lang={language}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{`${title} · ${say(texts.product)} ${university.shortName}`}</title>
          <link rel="icon" href={assets.icon.path} />
          <link rel="stylesheet" href={assets.style.path} />
          {refreshes && <script type="module" src={assets.refresh.path}></script>}
          {choosesPassword && <script type="module" src={assets.password.path}></script>}
          {choosesPassword && <script type="module" src={assets.passwordStrength.path}></script>}
        </head>
        <body>
          <a class="skip" href="#content">
            {say(texts.skip)}
          </a>
          <header>
            <a class="brand" href="/">
              <img src={assets.icon.path} alt="" width="40" height="40" />
              <span>
                <strong>{say(texts.product)}</strong>
                <span>{say(university.name)}</span>
              </span>
            </a>
            <nav aria-label={say(texts.menu)}>
              <a href="/help">{say(texts.help)}</a>
              <a href={`${here}?lang=${other}`} lang={other} hreflang={other}>
                {say(texts.otherLanguage)}
              </a>
            </nav>
          </header>
          <main id="content" tabindex={-1}>
            {notice && (
              <p class="told" role="status">
                {say(notice)}
              </p>
            )}
            {children}
          </main>
          <footer>
            <p>{say(texts.footer)}</p>
          </footer>
        </body>
      </html>
    )}`;
}

/** One step back, above the title. */
export function Back({ view, to }: { view: View; to: string }) {
  return (
    <p class="back">
      <a href={to}>{view.say(texts.back)}</a>
    </p>
  );
}

/** A choice of pages: each line is one large link. */
export function Choices({ choices }: { choices: readonly { to: string; title: string; about: string }[] }) {
  return (
    <ul class="choices">
      {choices.map(({ to, title, about }) => (
        <li>
          <a href={to}>
            <strong>{title}</strong>
            <span>{about}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
