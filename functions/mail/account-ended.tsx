import type { OfficeName, University } from '../university/university.ts';
import { colon, Facts, letter, WithLinks } from './letter.tsx';
import { longDate } from './long-date.ts';
import type { Letter } from './mail.ts';

export interface AccountEnded {
  readonly university: University;
  readonly firstName: string;
  readonly login: string;
  /** `YYYY-MM-DD`; absent when an office ended it without a date. */
  readonly lastDay?: string;
  /** The office that can open it again. */
  readonly office: OfficeName;
}

const words = {
  fr: {
    ended: (name: string) => `Votre compte ${name} a pris fin.`,
    nothing: 'Il ne peut plus être activé, et nous ne pouvons pas vous envoyer de nouveau lien.',
    login: 'Votre identifiant',
    lastDay: 'Dernier jour',
    back: 'Vous revenez, ou c’est une erreur ? Adressez-vous à',
  },
  en: {
    ended: (name: string) => `Your ${name} account has ended.`,
    nothing: 'It can no longer be activated, and we cannot send you another link.',
    login: 'Your login',
    lastDay: 'Last day',
    back: 'Are you coming back, or is this a mistake? Ask',
  },
} as const;

/** Asked for a way into an account that has ended: since when, and who to ask to come back. It holds no link to the portal. */
export function accountEnded({ university, firstName, login, lastDay, office }: AccountEnded): Promise<Letter> {
  const subject = {
    fr: `Votre compte ${university.shortName} a pris fin`,
    en: `Your ${university.shortName} account has ended`,
  };
  return letter(university, firstName, subject, (language) => {
    const say = words[language];
    return (
      <>
        <p>{say.ended(university.name[language])}</p>
        <Facts
          language={language}
          facts={[
            [say.login, login],
            [say.lastDay, lastDay === undefined ? undefined : longDate(lastDay, language)],
          ]}
        />
        <p>{say.nothing}</p>
        <p>
          {say.back}
          {colon[language]}
          <WithLinks>{university.offices[office].contact[language]}</WithLinks>
        </p>
      </>
    );
  });
}
