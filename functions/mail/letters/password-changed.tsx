import { type Addressee, letter } from './letter.tsx';
import { Facts, NotMe } from './letter-parts.tsx';
import type { Letter } from '../mail.ts';

export interface PasswordChanged extends Addressee {
  readonly login: string;
  /** `<portal>/l/<token>`: locks the account. */
  readonly notMeLink: string;
}

const words = {
  fr: {
    changed: (name: string) =>
      `Le mot de passe de votre compte ${name} a changé. Le nouveau fonctionne dès maintenant partout, et l’ancien nulle part. Les sessions ouvertes sur ce site et les liens reçus auparavant ne valent plus rien.`,
    login: 'Votre identifiant',
    devices: 'Pensez à le changer aussi là où vos appareils l’ont retenu : Wi-Fi eduroam, messagerie.',
  },
  en: {
    changed: (name: string) =>
      `The password of your ${name} account has changed. The new one works everywhere from now on, and the former one nowhere. Sessions on this site and links that you were mailed before are dead.`,
    login: 'Your login',
    devices: 'Remember to change it where your devices keep it: eduroam Wi-Fi, mail.',
  },
} as const;

/** Another password works everywhere (6.3.7). */
export function passwordChanged(data: PasswordChanged): Promise<Letter> {
  const { university, login, notMeLink } = data;
  const subject = {
    fr: `Votre mot de passe ${university.shortName} a changé`,
    en: `Your ${university.shortName} password has changed`,
  };
  return letter(data, subject, (language) => {
    const say = words[language];
    return (
      <>
        <p>{say.changed(university.name[language])}</p>
        <Facts language={language} facts={[[say.login, login]]} />
        <p>{say.devices}</p>
        <NotMe language={language} link={notMeLink} university={university} />
      </>
    );
  });
}
