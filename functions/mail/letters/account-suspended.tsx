import type { OfficeName, PopulationName } from '../../university/university.ts';
import { type Addressee, letter } from './letter.tsx';
import { Ask, Facts } from './letter-parts.tsx';
import { longDate } from './long-date.ts';
import { OtherAccounts } from './letter-other-accounts.tsx';
import type { Letter } from '../mail.ts';

export interface AccountSuspended extends Addressee {
  readonly login: string;
  readonly population: PopulationName;
  /** The office that can open it again. */
  readonly office: OfficeName;
  /** `YYYY-MM-DD`. */
  readonly lastDay?: string;
  /** The day on which everything is erased. */
  readonly erasedOn: string;
  /** Who brought the end forward, if somebody did. */
  readonly early: 'person' | 'sponsor' | undefined;
  /** The other accounts of the same person. */
  readonly others: readonly PopulationName[];
}

const words = {
  fr: {
    ended: (name: string) => `Votre compte ${name} a pris fin : plus personne ne peut s’en servir.`,
    chosen: 'Vous l’aviez demandé : vous n’en aviez plus besoin.',
    sponsor: 'La personne de l’université qui vous accueillait y a mis fin.',
    login: 'Votre identifiant',
    lastDay: 'Dernier jour',
    erasedOn: 'Effacé le',
    kept: 'Jusqu’à cette date, nous gardons ce que nous savons du compte, pour le cas où vous reviendriez. Ensuite, tout est effacé, sauf l’identifiant et l’adresse, qui ne seront donnés à personne d’autre.',
    back: 'Vous revenez d’ici là, ou c’est une erreur ? Vous retrouverez le même identifiant et choisirez un nouveau mot de passe. Adressez-vous à',
  },
  en: {
    ended: (name: string) => `Your ${name} account has ended: nobody can use it any more.`,
    chosen: 'You had asked for it: you did not need it any more.',
    sponsor: 'The person at the university who had invited you ended it.',
    login: 'Your login',
    lastDay: 'Last day',
    erasedOn: 'Erased on',
    kept: 'Until that day we keep what we know of the account, in case you come back. Then everything is erased but the login and the address, which nobody else will be given.',
    back: 'Are you coming back before then, or is this a mistake? You will find the same login and choose a new password. Ask',
  },
} as const;

/** The account is suspended: since when, when it is erased, and who to ask to come back. It holds no link to the portal. */
export function accountSuspended(data: AccountSuspended): Promise<Letter> {
  const { university, login, population, office, lastDay, erasedOn, early, others } = data;
  const subject = {
    fr: `Votre compte ${university.shortName} est suspendu`,
    en: `Your ${university.shortName} account is suspended`,
  };
  return letter(data, subject, (language) => {
    const say = words[language];
    return (
      <>
        <p>{say.ended(university.name[language])}</p>
        {early && <p>{early === 'person' ? say.chosen : say.sponsor}</p>}
        <Facts
          language={language}
          facts={[
            [say.login, login],
            [say.lastDay, lastDay === undefined ? undefined : longDate(lastDay, language)],
            [say.erasedOn, longDate(erasedOn, language)],
          ]}
        />
        <p>{say.kept}</p>
        <Ask language={language} say={say.back} university={university} office={office} />
        <OtherAccounts {...{ language, university, population, others }} />
      </>
    );
  });
}
