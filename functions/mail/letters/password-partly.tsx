import { texts } from '../../portal/texts.ts';
import type { OfficeName } from '../../university/university.ts';
import { type Addressee, letter } from './letter.tsx';
import { Directories, type HeldIn } from './letter-directories.tsx';
import { Action, Ask, Facts, NotMe } from './letter-parts.tsx';
import type { Letter } from '../mail.ts';

export interface PasswordPartly extends Addressee {
  readonly login: string;
  readonly held: readonly HeldIn[];
  /** Who is asked where another password would not help. */
  readonly office: OfficeName;
  readonly portalUrl: string;
  /** `<portal>/l/<token>`: locks the account. */
  readonly notMeLink: string;
}

const words = {
  fr: {
    partly: (name: string) =>
      `Un mot de passe vient d’être choisi pour votre compte ${name}, mais un annuaire l’a refusé. Voici ce qui fonctionne maintenant :`,
    login: 'Votre identifiant',
    nothing: 'Un autre mot de passe n’y changerait rien : adressez-vous à',
    again: `Pour avoir de nouveau un seul mot de passe partout, choisissez-en un autre : « ${texts.haveAccount.fr} ».`,
  },
  en: {
    partly: (name: string) =>
      `A password has just been chosen for your ${name} account, but a directory refused it. This is what works now:`,
    login: 'Your login',
    nothing: 'Another password would change nothing there: ask',
    again: `To have one password everywhere again, choose another one: “${texts.haveAccount.en}”.`,
  },
} as const;

/** One directory has the password and another one refused it: which, why, what holds where, and what to do. */
export function passwordPartly(data: PasswordPartly): Promise<Letter> {
  const { university, login, held, office, portalUrl, notMeLink } = data;
  // Where there is no entry no password is taken, whichever it is.
  const another = held.some(
    ({ status, reason }) => status === 'cleared' || (reason !== undefined && reason !== 'no-entry'),
  );
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
        {another ? (
          <>
            <p>{say.again}</p>
            <Action language={language} label={texts.haveAccount[language]} href={portalUrl} />
          </>
        ) : (
          <Ask language={language} say={say.nothing} university={university} office={office} />
        )}
        <NotMe language={language} link={notMeLink} university={university} />
      </>
    );
  });
}
