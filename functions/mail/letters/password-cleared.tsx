import { texts } from '../../portal/texts.ts';
import type { OfficeName } from '../../university/university.ts';
import { type Addressee, letter } from './letter.tsx';
import { Directories, type HeldIn } from './letter-directories.tsx';
import { Action, Facts, LinkLife, NotMe } from './letter-parts.tsx';
import type { Letter } from '../mail.ts';

export interface PasswordCleared extends Addressee {
  readonly login: string;
  /** Why it is not everywhere: a directory was away for too long, or refused it while the one before was on its way. */
  readonly why: 'too-late' | 'refused';
  readonly held: readonly HeldIn[];
  readonly office: OfficeName;
  readonly portalUrl: string;
  /** To choose another one: in the mail to the recovery address alone. */
  readonly again?: { readonly link: string; readonly purpose: 'recovery' | 'activation' };
  /** `<portal>/l/<token>`: locks the account. */
  readonly notMeLink: string;
}

const words = {
  fr: {
    'too-late': (name: string) =>
      `Le mot de passe choisi pour votre compte ${name} n’a pas pu arriver partout : un annuaire n’a pas répondu pendant une journée, et nous ne gardons pas un mot de passe plus longtemps. Par prudence, ce qui y fonctionnait avant est effacé là aussi.`,
    refused: (name: string) =>
      `Le mot de passe choisi pour votre compte ${name} a été refusé, et le précédent n’était pas encore partout. Là où il manque, par prudence, ce qui fonctionnait avant est effacé.`,
    login: 'Votre identifiant',
    again: 'Choisissez-en un autre sur la page où mène ce lien :',
    choose: 'Choisir mon mot de passe',
    elsewhere: `Pour en choisir un autre, passez par « ${texts.haveAccount.fr} » :`,
  },
  en: {
    'too-late': (name: string) =>
      `The password that was chosen for your ${name} account could not get everywhere: a directory did not answer for a day, and we keep a password no longer. To be safe, what worked there before is deleted too.`,
    refused: (name: string) =>
      `The password that was chosen for your ${name} account was refused, and the one before it was not everywhere yet. Where that one is missing, to be safe, what worked before is deleted.`,
    login: 'Your login',
    again: 'Choose another one on the page that this link leads to:',
    choose: 'Choose my password',
    elsewhere: `To choose another one, go through “${texts.haveAccount.en}”:`,
  },
} as const;

/** The password does not get everywhere any more: where none works, or soon will, and a way to choose another one. */
export function passwordCleared(data: PasswordCleared): Promise<Letter> {
  const { university, login, why, held, office, portalUrl, again, notMeLink } = data;
  const subject = {
    fr: `Rechoisissez votre mot de passe ${university.shortName}`,
    en: `Choose your ${university.shortName} password again`,
  };
  return letter(data, subject, (language) => {
    const say = words[language];
    return (
      <>
        <p>{say[why](university.name[language])}</p>
        <Facts language={language} facts={[[say.login, login]]} />
        <Directories language={language} university={university} held={held} />
        <p>{again ? say.again : say.elsewhere}</p>
        {again ? (
          <>
            <Action language={language} label={say.choose} href={again.link} />
            <LinkLife {...{ language, ...again, university, office }} />
          </>
        ) : (
          <Action language={language} label={texts.haveAccount[language]} href={portalUrl} />
        )}
        <NotMe language={language} link={notMeLink} university={university} />
      </>
    );
  });
}
