import type { OfficeName, ServiceName, University } from '../../university/university.ts';
import { type Addressee, letter } from './letter.tsx';
import { Action, Ask, Facts, LinkLife } from './letter-parts.tsx';
import { locales } from './locales.ts';
import { longDate } from './long-date.ts';
import type { Letter } from '../mail.ts';

export interface Welcome extends Addressee {
  readonly login: string;
  /** Absent where the population has none. */
  readonly mailAddress?: string;
  readonly services: readonly ServiceName[];
  /** `YYYY-MM-DD`; absent for permanent staff. */
  readonly lastDay?: string;
  /** The activation link, `<portal>/l/<token>`. */
  readonly link: string;
  readonly office: OfficeName;
  /** Whether the person asked for another link. */
  readonly fresh?: boolean;
}

const words = {
  fr: {
    ready: (name: string) =>
      `Votre compte ${name} est ouvert. Il ne vous reste qu’à choisir votre mot de passe, sur la page où mène ce lien.`,
    fresh: () =>
      'Voici un nouveau lien, comme vous l’avez demandé. Choisissez votre mot de passe sur la page où il mène.',
    login: 'Votre identifiant',
    mailAddress: 'Votre adresse de courriel',
    services: 'Ce que le compte ouvre',
    lastDay: 'Dernier jour',
    noEnd: 'sans date de fin',
    activate: 'Activer mon compte',
    ask: 'Une question, une erreur ? Adressez-vous à',
  },
  en: {
    ready: (name: string) =>
      `Your ${name} account is open. All that is left is to choose your password, on the page that this link leads to.`,
    fresh: () => 'Here is a fresh link, as you asked. Choose your password on the page that it leads to.',
    login: 'Your login',
    mailAddress: 'Your mail address',
    services: 'What the account opens',
    lastDay: 'Last day',
    noEnd: 'no end date',
    activate: 'Activate my account',
    ask: 'A question, a mistake? Ask',
  },
} as const;

const subjects = {
  ready: (university: University) => ({
    fr: `Votre compte ${university.shortName} est prêt`,
    en: `Your ${university.shortName} account is ready`,
  }),
  fresh: (university: University) => ({
    fr: `Votre nouveau lien ${university.shortName}`,
    en: `Your new ${university.shortName} link`,
  }),
};

/** The account is ready: what it is called, what it opens, until when, and the link behind which a password is chosen. */
export function welcome(data: Welcome): Promise<Letter> {
  const { university } = data;
  const kind = data.fresh === true ? 'fresh' : 'ready';
  return letter(data, subjects[kind](university), (language) => {
    const say = words[language];
    const services = data.services.map((service) => university.services[service][language]);
    return (
      <>
        <p>{say[kind](university.name[language])}</p>
        <Facts
          language={language}
          facts={[
            [say.login, data.login],
            [say.mailAddress, data.mailAddress],
            [say.services, services.length > 0 ? new Intl.ListFormat(locales[language]).format(services) : undefined],
            [say.lastDay, data.lastDay === undefined ? say.noEnd : longDate(data.lastDay, language)],
          ]}
        />
        <Action language={language} label={say.activate} href={data.link} />
        <LinkLife
          language={language}
          purpose="activation"
          link={data.link}
          university={university}
          office={data.office}
        />
        <Ask language={language} say={say.ask} university={university} office={data.office} />
      </>
    );
  });
}
