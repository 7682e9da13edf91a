import type { OfficeName, PopulationName } from '../../university/university.ts';
import { type Addressee, letter } from './letter.tsx';
import { Action, Ask, Facts } from './letter-parts.tsx';
import { longDate } from './long-date.ts';
import { OtherAccounts } from './letter-other-accounts.tsx';
import type { Letter } from '../mail.ts';

export interface AccountEnding extends Addressee {
  readonly login: string;
  readonly population: PopulationName;
  readonly office: OfficeName;
  /** `YYYY-MM-DD`. */
  readonly lastDay: string;
  /** 0 on the last day itself. */
  readonly daysLeft: number;
  readonly portalUrl: string;
  /** Who brought the end forward, if somebody did. */
  readonly early: 'person' | 'sponsor' | undefined;
  /** The other accounts of the same person. */
  readonly others: readonly PopulationName[];
}

const words = {
  fr: {
    ends: (name: string, days: number) =>
      `Votre compte ${name} prend fin ${days === 0 ? 'aujourd’hui' : days === 1 ? 'demain' : `dans ${String(days)} jours`}.`,
    login: 'Votre identifiant',
    account: 'Compte',
    lastDay: 'Dernier jour, jusqu’à minuit',
    then: 'Le lendemain, plus rien de ce que ce compte ouvre ne vous sera accessible. Enregistrez ailleurs ce que vous voulez garder : courriels, documents, fichiers.',
    chosen:
      'C’est vous qui avez choisi ce jour. Vous avez changé d’avis ? Jusqu’au dernier jour, un bouton de votre compte annule cette fin.',
    renew:
      'Vous restez ? Il n’y a rien à demander ici : dès que votre dossier est prolongé, le compte continue, avec le même identifiant et le même mot de passe. Adressez-vous à',
    guest:
      'Vous restez ? La personne de l’université qui vous accueille peut prolonger votre séjour. Une question ? Adressez-vous à',
    question: 'Une question, une erreur ? Adressez-vous à',
    see: 'Voir mon compte',
  },
  en: {
    ends: (name: string, days: number) =>
      `Your ${name} account ends ${days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${String(days)} days`}.`,
    login: 'Your login',
    account: 'Account',
    lastDay: 'Last day, until midnight',
    then: 'From the next day on, nothing that this account opens will be open to you. Save what you want to keep elsewhere: mail, documents, files.',
    chosen:
      'You chose this day yourself. Have you changed your mind? Until the last day, a button in your account takes it back.',
    renew:
      'Are you staying? There is nothing to ask for here: once your file is extended, the account goes on, with the same login and the same password. Ask',
    guest: 'Are you staying? The person at the university who invited you can extend your stay. A question? Ask',
    question: 'A question, a mistake? Ask',
    see: 'See my account',
  },
} as const;

/** The last day is near: which one it is, what ends with it, what to save, and how to stay. It lets nobody in. */
export function accountEnding(data: AccountEnding): Promise<Letter> {
  const { university, login, population, office, lastDay, daysLeft, portalUrl, early, others } = data;
  const subject = {
    fr: `Votre compte ${university.shortName} prend bientôt fin`,
    en: `Your ${university.shortName} account ends soon`,
  };
  return letter(data, subject, (language) => {
    const say = words[language];
    const stay = early !== undefined ? say.question : office === 'cri' ? say.guest : say.renew;
    return (
      <>
        <p>{say.ends(university.name[language], daysLeft)}</p>
        <Facts
          language={language}
          facts={[
            [say.login, login],
            [say.account, university.populations[population].label[language]],
            [say.lastDay, longDate(lastDay, language)],
          ]}
        />
        <p>{say.then}</p>
        {early === 'person' && <p>{say.chosen}</p>}
        <Action language={language} label={say.see} href={`${portalUrl}/account`} />
        <Ask language={language} say={stay} university={university} office={office} />
        <OtherAccounts {...{ language, university, population, others }} />
      </>
    );
  });
}
