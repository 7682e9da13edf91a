import type { PopulationName } from '../../university/university.ts';
import { type Addressee, letter } from './letter.tsx';
import { Facts } from './letter-parts.tsx';
import { OtherAccounts } from './letter-other-accounts.tsx';
import type { Letter } from '../mail.ts';

export interface AccountClosed extends Addressee {
  readonly login: string;
  /** Absent where the population has none. */
  readonly mailAddress?: string;
  readonly population: PopulationName;
  /** The other accounts of the same person. */
  readonly others: readonly PopulationName[];
}

const words = {
  fr: {
    closed: (name: string) =>
      `Votre compte ${name} était suspendu depuis longtemps : il est maintenant fermé pour de bon.`,
    login: 'Identifiant',
    mailAddress: 'Adresse de courriel',
    erased:
      'Ce que nous savions de vous pour ce compte est effacé, cette adresse-ci comprise : nous ne gardons que son identifiant, son adresse et ses dates, pour ne jamais les donner à quelqu’un d’autre.',
    back: 'Si vous revenez un jour à l’université, elle vous ouvrira un nouveau compte. Vous n’avez rien à faire.',
  },
  en: {
    closed: (name: string) => `Your ${name} account had been suspended for a long time: it is now closed for good.`,
    login: 'Login',
    mailAddress: 'Mail address',
    erased:
      'What we knew of you for this account is erased, the address that this mail went to included: all that we keep is its login, its address and its dates, so as never to give them to anybody else.',
    back: 'Should you come back to the university one day, it will open a new account for you. There is nothing for you to do.',
  },
} as const;

/** The account is closed: nothing is kept but its tombstone. The last mail about it; it holds no link to the portal. */
export function accountClosed(data: AccountClosed): Promise<Letter> {
  const { university, login, mailAddress, population, others } = data;
  const subject = {
    fr: `Votre compte ${university.shortName} est fermé`,
    en: `Your ${university.shortName} account is closed`,
  };
  return letter(data, subject, (language) => {
    const say = words[language];
    return (
      <>
        <p>{say.closed(university.name[language])}</p>
        <Facts
          language={language}
          facts={[
            [say.login, login],
            [say.mailAddress, mailAddress],
          ]}
        />
        <p>{say.erased}</p>
        <p>{say.back}</p>
        <OtherAccounts {...{ language, university, population, others }} />
      </>
    );
  });
}
