import { texts } from '../portal/texts.ts';
import type { OfficeName, University } from '../university/university.ts';
import { Action, colon, Facts, letter, WithLinks } from './letter.tsx';
import type { Letter } from './mail.ts';

export interface HasAccount {
  readonly university: University;
  readonly firstName: string;
  readonly login: string;
  readonly portalUrl: string;
  readonly office: OfficeName;
}

const words = {
  fr: {
    active: `Vous avez rempli le formulaire « ${texts.firstTime.fr} », mais votre compte est déjà actif.`,
    login: 'Votre identifiant',
    instead: `Pour vous connecter, ou si vous avez oublié votre mot de passe, choisissez « ${texts.haveAccount.fr} » :`,
    notYou: 'Ce n’était pas vous ? Ne faites rien : rien n’a changé.',
    ask: 'Une question ? Adressez-vous à',
  },
  en: {
    active: `You filled in the “${texts.firstTime.en}” form, but your account is already active.`,
    login: 'Your login',
    instead: `To sign in, or if you have forgotten your password, choose “${texts.haveAccount.en}”:`,
    notYou: 'Was it not you? Do nothing: nothing has changed.',
    ask: 'A question? Ask',
  },
} as const;

/** Asked as someone new by someone whose account is active: where to go instead. It holds no link that lets anybody in. */
export function hasAccount({ university, firstName, login, portalUrl, office }: HasAccount): Promise<Letter> {
  const subject = {
    fr: `Vous avez déjà un compte ${university.shortName}`,
    en: `You already have a ${university.shortName} account`,
  };
  return letter(university, firstName, subject, (language) => {
    const say = words[language];
    return (
      <>
        <p>{say.active}</p>
        <Facts language={language} facts={[[say.login, login]]} />
        <p>{say.instead}</p>
        <Action language={language} label={texts.haveAccount[language]} href={portalUrl} />
        <p>{say.notYou}</p>
        <p>
          {say.ask}
          {colon[language]}
          <WithLinks>{university.offices[office].contact[language]}</WithLinks>
        </p>
      </>
    );
  });
}
