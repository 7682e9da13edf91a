import type { OfficeName, PopulationName, ServiceName } from '../../university/university.ts';
import { type Addressee, letter } from './letter.tsx';
import { Action, Ask, Facts, LinkLife } from './letter-parts.tsx';
import { locales } from './locales.ts';
import type { Letter } from '../mail.ts';

export interface RecoveryLink extends Addressee {
  readonly login: string;
  readonly population: PopulationName;
  readonly services: readonly ServiceName[];
  /** `<portal>/l/<token>`. */
  readonly link: string;
  readonly office: OfficeName;
  /** Whether what was typed matches other accounts too. */
  readonly oneOfSeveral?: boolean;
  /** Whether nobody asked: the CRI has unlocked the account, and the former password is erased. */
  readonly unlocked?: boolean;
}

const words = {
  fr: {
    asked: (name: string) =>
      `Vous avez demandé à choisir un nouveau mot de passe pour votre compte ${name}. Choisissez-le sur la page où mène ce lien.`,
    unlocked: (name: string) =>
      `Le CRI a déverrouillé votre compte ${name}. L’ancien mot de passe est effacé partout : choisissez-en un nouveau sur la page où mène ce lien.`,
    several:
      'Ce que vous avez saisi correspond à plusieurs comptes. Chacun reçoit son propre courriel, à sa propre adresse : celui-ci ne concerne que ce compte.',
    login: 'Votre identifiant',
    account: 'Compte',
    services: 'Ce que le compte ouvre',
    choose: 'Choisir mon mot de passe',
    notYou: 'Ce n’était pas vous ? Ne faites rien : votre mot de passe n’a pas changé.',
    ask: 'Une question, une erreur ? Adressez-vous à',
  },
  en: {
    asked: (name: string) =>
      `You asked to choose a new password for your ${name} account. Choose it on the page that this link leads to.`,
    unlocked: (name: string) =>
      `The CRI has unlocked your ${name} account. The former password is deleted everywhere: choose a new one on the page that this link leads to.`,
    several:
      'What you typed matches several accounts. Each gets its own mail, at its own address: this one is about this account only.',
    login: 'Your login',
    account: 'Account',
    services: 'What the account opens',
    choose: 'Choose my password',
    notYou: 'Was it not you? Do nothing: your password has not changed.',
    ask: 'A question, a mistake? Ask',
  },
} as const;

/** The password is forgotten, or erased by an unlock: the link behind which another one is chosen, and which account it is for. */
export function recoveryLink(data: RecoveryLink): Promise<Letter> {
  const { university, login, population, link, office, oneOfSeveral = false, unlocked = false } = data;
  const subject = {
    fr: `Votre nouveau mot de passe ${university.shortName}`,
    en: `Your new ${university.shortName} password`,
  };
  const { label, besideAnother } = university.populations[population];
  return letter(data, subject, (language) => {
    const say = words[language];
    const services = data.services.map((service) => university.services[service][language]);
    return (
      <>
        <p>{(unlocked ? say.unlocked : say.asked)(university.name[language])}</p>
        {oneOfSeveral && (
          <p>
            {say.several} {besideAnother && <strong>{besideAnother[language]}</strong>}
          </p>
        )}
        <Facts
          language={language}
          facts={[
            [say.login, login],
            [say.account, label[language]],
            [say.services, services.length > 0 ? new Intl.ListFormat(locales[language]).format(services) : undefined],
          ]}
        />
        <Action language={language} label={say.choose} href={link} />
        <LinkLife purpose="recovery" {...{ language, link, university, office }} />
        {population === 'phd' && <p>{university.twoAccounts[language]}</p>}
        {!unlocked && <p>{say.notYou}</p>}
        <Ask language={language} say={say.ask} university={university} office={office} />
      </>
    );
  });
}
