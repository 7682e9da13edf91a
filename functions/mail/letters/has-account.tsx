import { texts } from '../../portal/texts.ts';
import type { OfficeName } from '../../university/university.ts';
import { type Addressee, letter } from './letter.tsx';
import { Action, Ask, Facts } from './letter-parts.tsx';
import type { Letter } from '../mail.ts';

export interface HasAccount extends Addressee {
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
export function hasAccount(data: HasAccount): Promise<Letter> {
  const { university, login, portalUrl, office } = data;
  const subject = {
    fr: `Vous avez déjà un compte ${university.shortName}`,
    en: `You already have a ${university.shortName} account`,
  };
  return letter(data, subject, (language) => {
    const say = words[language];
    return (
      <>
        <p>{say.active}</p>
        <Facts language={language} facts={[[say.login, login]]} />
        <p>{say.instead}</p>
        <Action language={language} label={texts.haveAccount[language]} href={portalUrl} />
        <p>{say.notYou}</p>
        <Ask language={language} say={say.ask} university={university} office={office} />
      </>
    );
  });
}
