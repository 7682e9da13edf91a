import { compile } from 'html-to-text';
import type { Child, FC } from 'hono/jsx';
import { type Language, languages, type Text, type University } from '../../university/university.ts';
import type { Letter } from '../mail.ts';
import { plainName } from './plain-name.ts';

// Inline, because some clients drop style sheets. No colour but the button's: the reader's own, light or dark, stay.
const font =
  'font-family: system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; font-size: 16px; line-height: 1.5';
const column = `${font}; max-width: 36em; margin: 0 auto; padding: 16px; overflow-wrap: anywhere`;
const heading = 'font-size: 24px; line-height: 1.25; margin: 24px 0 16px';
const rule = 'border: 0; border-top: 1px solid #8a8a8a; margin: 32px 0';
export const small = 'font-size: 14px';

/** Who a letter is for. */
export interface Addressee {
  readonly university: University;
  readonly firstName: string;
  /** The language that the person chose; absent until then, and then the letter is in both. */
  readonly language?: Language;
}

/**
 * One mail, as HTML and as the text that the same page reads as: in the language that the person chose, or in French, then
 * in English.
 *
 * @param subject its two halves are the subject and the two headings: never a person's data, since subjects are shown on locked screens.
 * @param half what stands below the greeting, once per language
 */
export async function letter(
  { university, firstName, language }: Addressee,
  subject: Text,
  half: (language: Language) => Child,
): Promise<Letter> {
  const [first, ...others]: readonly [Language, ...Language[]] = language === undefined ? languages : [language];
  const title = [first, ...others].map((each) => subject[each]).join(' / ');
  const page = await (
    <html lang={first}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {/* Clients that make links of dates, numbers and addresses by themselves. */}
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no" />
        <title>{title}</title>
      </head>
      <body style="margin: 0">
        <main style={column}>
          {others.length > 0 && (
            <p lang="en" style={small}>
              The English version is below.
            </p>
          )}
          <Half language={first} {...{ university, firstName, subject }}>
            {half(first)}
          </Half>
          {others.map((other) => (
            <>
              <hr style={rule} />
              <Half language={other} {...{ university, firstName, subject }}>
                {half(other)}
              </Half>
            </>
          ))}
        </main>
      </body>
    </html>
  );
  const html = `<!DOCTYPE html>${withFrenchSpaces(page.toString())}`;
  return { subject: title, text: textOf(html), html };
}

const closing = {
  fr: (name: string) =>
    `${name}. Personne ne vous demandera jamais votre mot de passe, ni par courriel ni par téléphone.`,
  en: (name: string) => `${name}. Nobody will ever ask you for your password, neither by mail nor by phone.`,
} as const satisfies Record<Language, unknown>;

const Half: FC<{ language: Language; university: University; firstName: string; subject: Text; children?: Child }> = ({
  language,
  university,
  firstName,
  subject,
  children,
}) => (
  <section lang={language}>
    <h1 style={heading}>{subject[language]}</h1>
    <Greeting language={language} name={plainName(firstName)} />
    {children}
    <p style={small}>{closing[language](university.name[language])}</p>
  </section>
);

const Greeting: FC<{ language: Language; name: string }> = ({ language, name }) => {
  const hello = { fr: 'Bonjour', en: 'Hello' }[language];
  return (
    <p>
      {hello}
      {name && (
        <>
          {' '}
          <bdi>{name}</bdi>
        </>
      )}
      ,
    </p>
  );
};

/** No line begins with a French colon or ends with an opening quote. English and markup have none that follow a space. */
function withFrenchSpaces(html: string): string {
  return html.replace(/ (?=[:;?!»])|(?<=«) /g, '\u00a0');
}

/** The letter as text. Made once: to read the selectors takes longer than to write a letter. */
const textOf = compile({
  wordwrap: 78,
  selectors: [
    { selector: 'h1', options: { uppercase: false } },
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, linkBrackets: false } },
    { selector: 'hr', options: { length: 40 } },
    // The button's label, and on the next line the address that the page shows below it.
    { selector: 'p.action', format: 'paragraph', options: { trailingLineBreaks: 1 } },
    { selector: 'a.button', format: 'inline' },
    { selector: 'p.address', format: 'paragraph', options: { leadingLineBreaks: 1 } },
    { selector: 'span.copy', format: 'skip' },
  ],
});
