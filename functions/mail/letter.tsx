import { convert } from 'html-to-text';
import type { Child, FC } from 'hono/jsx';
import { linkLives } from '../link/link.ts';
import { texts } from '../portal/texts.ts';
import type { Language, OfficeName, Text, University } from '../university/university.ts';
import type { Letter } from './mail.ts';
import { plainName } from './plain-name.ts';

// Inline, because some clients drop style sheets. No colour but the button's: the reader's own, light or dark, stay.
const font =
  'font-family: system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; font-size: 16px; line-height: 1.5';
const column = `${font}; max-width: 36em; margin: 0 auto; padding: 16px; overflow-wrap: anywhere`;
const heading = 'font-size: 24px; line-height: 1.25; margin: 24px 0 16px';
const button =
  'display: inline-block; padding: 12px 20px; border-radius: 6px; background: #1d4f91; color: #ffffff; font-weight: 600; text-decoration: none';
const rule = 'border: 0; border-top: 1px solid #8a8a8a; margin: 32px 0';
export const list = 'padding-left: 20px';
const small = 'font-size: 14px';

/**
 * One mail: French, then English, as HTML and as the text that the same page reads as.
 *
 * @param subject its two halves are the subject and the two headings: never a person's data, since subjects are shown on locked screens.
 * @param half what stands below the greeting, once per language
 */
export async function letter(
  university: University,
  firstName: string,
  subject: Text,
  half: (language: Language) => Child,
): Promise<Letter> {
  const title = `${subject.fr} / ${subject.en}`;
  const page = await (
    <html lang="fr">
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
          <p lang="en" style={small}>
            The English version is below.
          </p>
          <Half language="fr" {...{ university, firstName, subject }}>
            {half('fr')}
          </Half>
          <hr style={rule} />
          <Half language="en" {...{ university, firstName, subject }}>
            {half('en')}
          </Half>
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

const copy = {
  fr: 'Ou copiez cette adresse dans votre navigateur :',
  en: 'Or copy this address into your browser:',
} as const satisfies Text;

/** What the mail is for: a button, and its address in full for whoever does not trust buttons or reads text. */
export const Action: FC<{ language: Language; label: string; href: string }> = ({ language, label, href }) => (
  <>
    <p class="action">
      <a class="button" href={href} style={button}>
        {label}
      </a>
    </p>
    <p class="address" style={small}>
      <span class="copy">
        {copy[language]}
        <br />
      </span>
      <a href={href}>{href}</a>
    </p>
  </>
);

/** A list of `label: value`; a value that is absent leaves no line. */
export const Facts: FC<{
  language: Language;
  facts: readonly (readonly [label: string, value: string | undefined])[];
}> = ({ language, facts }) => (
  <ul style={list}>
    {facts
      .filter(([, value]) => value !== undefined)
      .map(([label, value]) => (
        <li>
          {label}
          {colon[language]}
          <strong>{value}</strong>
        </li>
      ))}
  </ul>
);

export const colon = { fr: ' : ', en: ': ' } as const satisfies Text;

const life = {
  fr: (hours: number) => `Ce lien est personnel et reste valable ${hours} heures. Passé ce délai, demandez-en un autre`,
  en: (hours: number) => `This link is yours alone and lives ${hours} hours. After that, ask for another one`,
} as const;
const byForm = {
  fr: ` : « ${texts.firstTime.fr} », sur `,
  en: `: “${texts.firstTime.en}”, at `,
} as const satisfies Text;
const fromOffice = { fr: ' à : ', en: ' from: ' } as const satisfies Text;

/** The offices whose files bear no number that the form asks for: only they can have another link sent. */
const withoutForm: readonly OfficeName[] = ['cri'];

/** How long a link `<portal>/l/<token>` lives, and where to get a fresh one. */
export const LinkLife: FC<{ language: Language; link: string; university: University; office: OfficeName }> = ({
  language,
  link,
  university,
  office,
}) => {
  const portal = new URL('..', link).href;
  return (
    <p>
      {life[language](linkLives.activation.hours)}
      {withoutForm.includes(office) ? (
        <>
          {fromOffice[language]}
          <WithLinks>{university.offices[office].contact[language]}</WithLinks>
        </>
      ) : (
        <>
          {byForm[language]}
          <a href={portal}>{portal}</a>
        </>
      )}
    </p>
  );
};

/** Our own texts hold addresses of other sites: they become links, without the rest of the sentence. */
export const WithLinks: FC<{ children: string }> = ({ children }) => (
  <>
    {children
      .split(/(https:\/\/[^\s()]+)/)
      .map((part) => (part.startsWith('https://') ? <a href={part}>{part}</a> : part))}
  </>
);

/** No line begins with a French colon or ends with an opening quote. English and markup have none that follow a space. */
function withFrenchSpaces(html: string): string {
  return html.replace(/ (?=[:;?!»])|(?<=«) /g, '\u00a0');
}

function textOf(html: string): string {
  return convert(html, {
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
}
