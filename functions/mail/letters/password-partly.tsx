import { texts } from '../../portal/texts.ts';
import { type Addressee, letter } from './letter.tsx';
import { Directories, type HeldIn } from './letter-directories.tsx';
import { Action, Facts, NotMe } from './letter-parts.tsx';
import type { Letter } from '../mail.ts';

export interface PasswordPartly extends Addressee {
  readonly login: string;
  readonly held: readonly HeldIn[];
  readonly portalUrl: string;
  /** `<portal>/l/<token>`: locks the account. */
  readonly notMeLink: string;
}

const words = {
  fr: {
    partly: (name: string) =>
      `Un mot de passe vient d’être choisi pour votre compte ${name}, mais un annuaire l’a refusé. Voici ce qui fonctionne maintenant :`,
    login: 'Votre identifiant',
    again: `Pour avoir de nouveau un seul mot de passe partout, choisissez-en un autre : « ${texts.haveAccount.fr} ».`,
  },
  en: {
    partly: (name: string) =>
      `A password has just been chosen for your ${name} account, but a directory refused it. This is what works now:`,
    login: 'Your login',
    again: `To have one password everywhere again, choose another one: “${texts.haveAccount.en}”.`,
  },
} as const;

/** One directory has the password and another one refused it: which, why, what holds where, and what to do. */
export function passwordPartly(data: PasswordPartly): Promise<Letter> {
  const { university, login, held, portalUrl, notMeLink } = data;
  const subject = {
    fr: `Rechoisissez votre mot de passe ${university.shortName}`,
    en: `Choose your ${university.shortName} password again`,
  };
  return letter(data, subject, (language) => {
    const say = words[language];
    return (
      <>
        <p>{say.partly(university.name[language])}</p>
        <Facts language={language} facts={[[say.login, login]]} />
        <Directories language={language} university={university} held={held} />
        <p>{say.again}</p>
        <Action language={language} label={texts.haveAccount[language]} href={portalUrl} />
        <NotMe language={language} link={notMeLink} university={university} />
      </>
    );
  });
}
