import type { OfficeName, ServiceName } from '../../university/university.ts';
import { type Addressee, letter } from './letter.tsx';
import { Action, Ask, Facts, LinkLife } from './letter-parts.tsx';
import { locales } from './locales.ts';
import { longDate } from './long-date.ts';
import type { Letter } from '../mail.ts';

export interface NotActivated extends Addressee {
  readonly login: string;
  readonly services: readonly ServiceName[];
  /** `YYYY-MM-DD`; absent for permanent staff. */
  readonly lastDay?: string;
  /** The activation link, `<portal>/l/<token>`. */
  readonly link: string;
  readonly office: OfficeName;
}

const words = {
  fr: {
    waits: (name: string) =>
      `Votre compte ${name} est ouvert depuis un moment, mais vous n’avez pas encore choisi votre mot de passe : rien de ce qu’il ouvre ne vous est accessible. Choisissez-le sur la page où mène ce lien.`,
    login: 'Votre identifiant',
    services: 'Ce que le compte ouvre',
    lastDay: 'Dernier jour',
    activate: 'Activer mon compte',
    once: 'Vous n’avez pas besoin de ce compte ? Ne faites rien : nous ne vous le rappellerons pas, et il prendra fin avec votre dossier.',
    ask: 'Une question, une erreur ? Adressez-vous à',
  },
  en: {
    waits: (name: string) =>
      `Your ${name} account has been open for a while, but you have not chosen your password yet: nothing that it opens is open to you. Choose it on the page that this link leads to.`,
    login: 'Your login',
    services: 'What the account opens',
    lastDay: 'Last day',
    activate: 'Activate my account',
    once: 'Do you not need this account? Do nothing: we will not remind you again, and it ends with your file.',
    ask: 'A question, a mistake? Ask',
  },
} as const;

/** The account waits for its person to activate it: a fresh link, sent once. */
export function notActivated(data: NotActivated): Promise<Letter> {
  const { university, login, lastDay, link, office } = data;
  const subject = {
    fr: `Votre compte ${university.shortName} vous attend`,
    en: `Your ${university.shortName} account is waiting for you`,
  };
  return letter(data, subject, (language) => {
    const say = words[language];
    const services = data.services.map((service) => university.services[service][language]);
    return (
      <>
        <p>{say.waits(university.name[language])}</p>
        <Facts
          language={language}
          facts={[
            [say.login, login],
            [say.services, services.length > 0 ? new Intl.ListFormat(locales[language]).format(services) : undefined],
            [say.lastDay, lastDay === undefined ? undefined : longDate(lastDay, language)],
          ]}
        />
        <Action language={language} label={say.activate} href={link} />
        <LinkLife purpose="activation" {...{ language, link, university, office }} />
        <p>{say.once}</p>
        <Ask language={language} say={say.ask} university={university} office={office} />
      </>
    );
  });
}
