import type { OfficeName } from '../../university/university.ts';
import { type Addressee, letter } from './letter.tsx';
import { Action, Ask, Facts, LinkLife } from './letter-parts.tsx';
import type { Letter } from '../mail.ts';

export interface InPreparation extends Addressee {
  /** Absent until there is one. */
  readonly login?: string;
  /** To the status page. */
  readonly link: string;
  readonly office: OfficeName;
}

const words = {
  fr: {
    complete: (name: string) =>
      `Votre dossier est complet et votre compte ${name} est en préparation : il n’est encore inscrit dans aucun annuaire. Cela se fait tout seul, d’ordinaire en quelques minutes. Cette page montre où il en est :`,
    login: 'Votre identifiant',
    follow: 'Suivre mon compte',
    ask: 'Toujours rien demain ? Adressez-vous à',
  },
  en: {
    complete: (name: string) =>
      `Your file is complete and your ${name} account is being prepared: it stands in no directory yet. That happens by itself, usually within minutes. This page shows how far it has come:`,
    login: 'Your login',
    follow: 'Follow my account',
    ask: 'Still nothing tomorrow? Ask',
  },
} as const;

/** Asked for a way into an account that no directory holds yet: where to see how far it has come. */
export function inPreparation(data: InPreparation): Promise<Letter> {
  const { university, login, link, office } = data;
  const subject = {
    fr: `Votre compte ${university.shortName} est en préparation`,
    en: `Your ${university.shortName} account is being prepared`,
  };
  return letter(data, subject, (language) => {
    const say = words[language];
    return (
      <>
        <p>{say.complete(university.name[language])}</p>
        <Facts language={language} facts={[[say.login, login]]} />
        <Action language={language} label={say.follow} href={link} />
        <LinkLife purpose="status" {...{ language, link, university, office }} />
        <Ask language={language} say={say.ask} university={university} office={office} />
      </>
    );
  });
}
