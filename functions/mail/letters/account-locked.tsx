import { type Addressee, letter } from './letter.tsx';
import { Ask, Facts } from './letter-parts.tsx';
import type { Letter } from '../mail.ts';

export interface AccountLocked extends Addressee {
  readonly login: string;
}

const words = {
  fr: {
    locked: (name: string) =>
      `Vous avez demandé un lien pour votre compte ${name}, mais ce compte est verrouillé : personne ne peut y entrer, et nous ne pouvons pas vous envoyer de lien.`,
    login: 'Votre identifiant',
    unlock: 'Pour savoir pourquoi, et pour le rouvrir, adressez-vous à',
  },
  en: {
    locked: (name: string) =>
      `You asked for a link to your ${name} account, but this account is locked: nobody can get in, and we cannot send you a link.`,
    login: 'Your login',
    unlock: 'To know why, and to have it opened again, ask',
  },
} as const;

/** Asked for a way into an account that is locked: only the CRI lifts a lock. It holds no link to the portal. */
export function accountLocked(data: AccountLocked): Promise<Letter> {
  const { university, login } = data;
  const subject = {
    fr: `Votre compte ${university.shortName} est verrouillé`,
    en: `Your ${university.shortName} account is locked`,
  };
  return letter(data, subject, (language) => {
    const say = words[language];
    return (
      <>
        <p>{say.locked(university.name[language])}</p>
        <Facts language={language} facts={[[say.login, login]]} />
        <Ask language={language} say={say.unlock} university={university} office="cri" />
      </>
    );
  });
}
