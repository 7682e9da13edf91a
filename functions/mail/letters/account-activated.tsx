import type { ServiceName } from '../../university/university.ts';
import { type Addressee, letter } from './letter.tsx';
import { Facts, list, NotMe, WithLinks } from './letter-parts.tsx';
import type { Letter } from '../mail.ts';

export interface AccountActivated extends Addressee {
  readonly login: string;
  /** Absent where the population has none. */
  readonly mailAddress?: string;
  readonly services: readonly ServiceName[];
  /** `<portal>/l/<token>`: locks the account. */
  readonly notMeLink: string;
}

const words = {
  fr: {
    active: (name: string) =>
      `Votre compte ${name} est actif : le mot de passe que vous avez choisi fonctionne dès maintenant partout.`,
    login: 'Votre identifiant',
    mailAddress: 'Votre adresse de courriel',
    next: 'Pour commencer :',
  },
  en: {
    active: (name: string) =>
      `Your ${name} account is active: the password that you chose works everywhere from now on.`,
    login: 'Your login',
    mailAddress: 'Your mail address',
    next: 'To begin with:',
  },
} as const;

/** The first password works everywhere: what to do with the account, and what to do if somebody else activated it. */
export function accountActivated(data: AccountActivated): Promise<Letter> {
  const { university, login, mailAddress, services, notMeLink } = data;
  const subject = {
    fr: `Votre compte ${university.shortName} est actif`,
    en: `Your ${university.shortName} account is active`,
  };
  return letter(data, subject, (language) => {
    const say = words[language];
    return (
      <>
        <p>{say.active(university.name[language])}</p>
        <Facts
          language={language}
          facts={[
            [say.login, login],
            [say.mailAddress, mailAddress],
          ]}
        />
        {services.length > 0 && (
          <>
            <p>{say.next}</p>
            <ul style={list}>
              {services.map((service) => (
                <li>
                  <WithLinks>{university.firstUse[service][language]}</WithLinks>
                </li>
              ))}
            </ul>
          </>
        )}
        <NotMe language={language} link={notMeLink} university={university} />
      </>
    );
  });
}
