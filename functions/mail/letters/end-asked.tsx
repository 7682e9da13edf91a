import type { OfficeName } from '../../university/university.ts';
import { type Addressee, letter } from './letter.tsx';
import { Action, Ask, Facts } from './letter-parts.tsx';
import { longDate } from './long-date.ts';
import type { Letter } from '../mail.ts';

export interface EndAsked extends Addressee {
  readonly login: string;
  readonly office: OfficeName;
  /** `YYYY-MM-DD`. */
  readonly lastDay: string;
  readonly portalUrl: string;
}

const words = {
  fr: {
    asked: (name: string) => `La fin de votre compte ${name} vient d’être demandée, dans « Mon compte ».`,
    login: 'Votre identifiant',
    lastDay: 'Dernier jour, jusqu’à minuit',
    then: 'Jusque-là, rien ne change. Le lendemain, plus rien de ce que ce compte ouvre ne vous sera accessible : enregistrez ailleurs ce que vous voulez garder.',
    back: 'Vous avez changé d’avis ? Connectez-vous avant la fin de ce jour : « Garder mon compte », en haut de « Mon compte », annule cette fin.',
    other: 'Ce n’était pas vous ? Faites de même, puis changez votre mot de passe. Une question ? Adressez-vous à',
    see: 'Ouvrir mon compte',
  },
  en: {
    asked: (name: string) => `The end of your ${name} account has just been asked for, in “My account”.`,
    login: 'Your login',
    lastDay: 'Last day, until midnight',
    then: 'Until then nothing changes. From the next day on, nothing that this account opens will be open to you: save what you want to keep elsewhere.',
    back: 'Have you changed your mind? Sign in before that day is over: “Keep my account”, at the top of “My account”, takes the end back.',
    other: 'Was it not you? Do the same, and then change your password. A question? Ask',
    see: 'Open my account',
  },
} as const;

/** The end of the account was asked for from My account: when it comes, and how to take it back. It lets nobody in. */
export function endAsked(data: EndAsked): Promise<Letter> {
  const { university, login, office, lastDay, portalUrl } = data;
  const subject = {
    fr: `Fin de votre compte ${university.shortName} demandée`,
    en: `The end of your ${university.shortName} account is asked for`,
  };
  return letter(data, subject, (language) => {
    const say = words[language];
    return (
      <>
        <p>{say.asked(university.name[language])}</p>
        <Facts
          language={language}
          facts={[
            [say.login, login],
            [say.lastDay, longDate(lastDay, language)],
          ]}
        />
        <p>{say.then}</p>
        <p>{say.back}</p>
        <Action language={language} label={say.see} href={`${portalUrl}/account`} />
        <Ask language={language} say={say.other} university={university} office={office} />
      </>
    );
  });
}
