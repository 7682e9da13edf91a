import type { OfficeName } from '../../university/university.ts';
import { type Addressee, letter } from './letter.tsx';
import { Ask, Facts } from './letter-parts.tsx';
import { longDate } from './long-date.ts';
import type { Letter } from '../mail.ts';

export interface AccountEnded extends Addressee {
  readonly login: string;
  /** `YYYY-MM-DD`; absent when an office ended it without a date. */
  readonly lastDay?: string;
  /** The office that can open it again. */
  readonly office: OfficeName;
}

const words = {
  fr: {
    ended: (name: string) => `Votre compte ${name} a pris fin.`,
    nothing: 'Il ne peut plus servir, et nous ne pouvons pas vous envoyer de lien.',
    login: 'Votre identifiant',
    lastDay: 'Dernier jour',
    back: 'Vous revenez, ou c’est une erreur ? Adressez-vous à',
  },
  en: {
    ended: (name: string) => `Your ${name} account has ended.`,
    nothing: 'It can no longer be used, and we cannot send you a link.',
    login: 'Your login',
    lastDay: 'Last day',
    back: 'Are you coming back, or is this a mistake? Ask',
  },
} as const;

/** Asked for a way into an account that has ended: since when, and who to ask to come back. It holds no link to the portal. */
export function accountEnded(data: AccountEnded): Promise<Letter> {
  const { university, login, lastDay, office } = data;
  const subject = {
    fr: `Votre compte ${university.shortName} a pris fin`,
    en: `Your ${university.shortName} account has ended`,
  };
  return letter(data, subject, (language) => {
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
        <Ask language={language} say={say.back} university={university} office={office} />
      </>
    );
  });
}
