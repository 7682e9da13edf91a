import type { FC } from 'hono/jsx';
import { linkLives } from '../../link/link.ts';
import { texts } from '../../portal/texts.ts';
import type { Language, OfficeName, Text, University } from '../../university/university.ts';
import { withLinks } from '../../university/with-links.ts';
import { small } from './letter.tsx';

const button =
  'display: inline-block; padding: 12px 20px; border-radius: 6px; background: #1d4f91; color: #ffffff; font-weight: 600; text-decoration: none';
export const list = 'padding-left: 20px';
// Wide enough to be read digit by digit; one that wraps is mistyped.
const digits = 'font-size: 28px; font-weight: 600; letter-spacing: 2px; white-space: nowrap';

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

/** A code to type, in groups of a few digits. */
export const Code: FC<{ children: string }> = ({ children }) => <p style={digits}>{children}</p>;

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
  fr: (life: string) => `Ce lien est personnel et reste valable ${life}. Passé ce délai, demandez-en un autre`,
  en: (life: string) => `This link is yours alone and lives ${life}. After that, ask for another one`,
} as const;
const lives = {
  status: { fr: `${linkLives.status.hours} heures`, en: `${linkLives.status.hours} hours` },
  activation: { fr: `${linkLives.activation.hours} heures`, en: `${linkLives.activation.hours} hours` },
  recovery: { fr: `${linkLives.recovery.minutes} minutes`, en: `${linkLives.recovery.minutes} minutes` },
} as const satisfies Record<string, Text>;
const byForm = {
  fr: (form: string) => ` : « ${form} », sur `,
  en: (form: string) => `: “${form}”, at `,
} as const;
const fromOffice = { fr: ' à : ', en: ' from: ' } as const satisfies Text;

/** The offices whose files bear no number that the form asks for: before activation only they can have another link sent. */
const withoutForm: readonly OfficeName[] = ['cri'];

/** How long a link `<portal>/l/<token>` lives, and where to get a fresh one. */
export const LinkLife: FC<{
  language: Language;
  purpose: keyof typeof lives;
  link: string;
  university: University;
  office: OfficeName;
}> = ({ language, purpose, link, university, office }) => {
  const portal = new URL('..', link).href;
  const form = purpose === 'recovery' ? texts.haveAccount : texts.firstTime;
  return (
    <p>
      {life[language](lives[purpose][language])}
      {purpose !== 'recovery' && withoutForm.includes(office) ? (
        <>
          {fromOffice[language]}
          <WithLinks>{university.offices[office].contact[language]}</WithLinks>
        </>
      ) : (
        <>
          {byForm[language](form[language])}
          <a href={portal}>{portal}</a>
        </>
      )}
    </p>
  );
};

/** Whom to ask, after a sentence that leads to it. */
export const Ask: FC<{ language: Language; say: string; university: University; office: OfficeName }> = ({
  language,
  say,
  university,
  office,
}) => (
  <p>
    {say}
    {colon[language]}
    <WithLinks>{university.offices[office].contact[language]}</WithLinks>
  </p>
);

const notMe = {
  fr: {
    question:
      'Ce n’était pas vous ? Dites-le par ce lien : votre compte est verrouillé aussitôt, et plus personne n’y entre.',
    label: 'Ce n’était pas moi',
    life: `Ce lien reste valable ${linkLives['not-me'].total('days')} jours. Adressez-vous aussi à`,
  },
  en: {
    question: 'Was it not you? Say so by this link: your account is locked at once, and nobody gets in any more.',
    label: 'This was not me',
    life: `This link lives ${linkLives['not-me'].total('days')} days. Please also ask`,
  },
} as const satisfies Record<Language, unknown>;

/** What to do about a change that the person did not make: a link that locks the account, and those who help then. */
export const NotMe: FC<{ language: Language; link: string; university: University }> = ({
  language,
  link,
  university,
}) => (
  <>
    <p>{notMe[language].question}</p>
    <Action language={language} label={notMe[language].label} href={link} />
    <Ask language={language} say={notMe[language].life} university={university} office="cri" />
  </>
);

/** A text of our own, with the addresses in it as links. */
export const WithLinks: FC<{ children: string }> = ({ children }) => (
  <>
    {withLinks(children, (href) => (
      <a href={href}>{href}</a>
    ))}
  </>
);
