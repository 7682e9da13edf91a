import { type Addressee, letter } from './letter.tsx';
import { Directories, type HeldIn } from './letter-directories.tsx';
import { Facts, NotMe } from './letter-parts.tsx';
import type { Letter } from '../mail.ts';

export interface PasswordPending extends Addressee {
  readonly login: string;
  /** Whether it is the first password of an account that is active with it. */
  readonly activated: boolean;
  readonly held: readonly HeldIn[];
  /** `<portal>/l/<token>`: locks the account. */
  readonly notMeLink: string;
}

const words = {
  fr: {
    chosen: (name: string) =>
      `Un mot de passe vient d’être choisi pour votre compte ${name}, mais un annuaire ne répond pas : il ne fonctionne pas encore partout.`,
    activated: (name: string) =>
      `Votre compte ${name} est actif, mais un annuaire ne répond pas : le mot de passe que vous avez choisi ne fonctionne pas encore partout. Là où il fonctionne, vous pouvez vous en servir dès maintenant.`,
    login: 'Votre identifiant',
    follows:
      'Vous n’avez rien à faire : un autre courriel vous dira quand c’est terminé, au plus tard dans une journée.',
  },
  en: {
    chosen: (name: string) =>
      `A password has just been chosen for your ${name} account, but a directory does not answer: it does not work everywhere yet.`,
    activated: (name: string) =>
      `Your ${name} account is active, but a directory does not answer: the password that you chose does not work everywhere yet. Where it works, you can use it from now on.`,
    login: 'Your login',
    follows: 'There is nothing that you need to do: another mail tells you when it is done, within a day at most.',
  },
} as const;

/** A password was chosen while a directory was away: what holds where, and that a mail follows. */
export function passwordPending(data: PasswordPending): Promise<Letter> {
  const { university, login, activated, held, notMeLink } = data;
  const subject = activated
    ? {
        fr: `Votre compte ${university.shortName} est actif`,
        en: `Your ${university.shortName} account is active`,
      }
    : {
        fr: `Votre mot de passe ${university.shortName} est en route`,
        en: `Your ${university.shortName} password is on its way`,
      };
  return letter(data, subject, (language) => {
    const say = words[language];
    return (
      <>
        <p>{(activated ? say.activated : say.chosen)(university.name[language])}</p>
        <Facts language={language} facts={[[say.login, login]]} />
        <Directories language={language} university={university} held={held} />
        <p>{say.follows}</p>
        <NotMe language={language} link={notMeLink} university={university} />
      </>
    );
  });
}
