import { type Addressee, letter } from './letter.tsx';
import { Facts, NotMe } from './letter-parts.tsx';
import { longDate } from './long-date.ts';
import type { Letter } from '../mail.ts';

export interface AddressChanged extends Addressee {
  readonly login: string;
  /** `YYYY-MM-DD`: the day from which the new one recovers the account; absent when it does so already. */
  readonly usableFrom?: string;
  /** Whether it was the new one that is told: it waited, and a recovery by what was there before undid it. */
  readonly undone?: boolean;
  /** `<portal>/l/<token>`: locks the account. */
  readonly notMeLink: string;
}

const words = {
  fr: {
    changed: (name: string) =>
      `L’adresse de récupération de votre compte ${name} a changé. Ce n’est plus celle d’avant.`,
    undone: (name: string) =>
      `Cette adresse attendait de devenir l’adresse de récupération de votre compte ${name}. Le compte vient d’être récupéré sans elle : le changement est annulé, et rien ne part plus ici. Pour la donner de nouveau, passez par « Mon compte ».`,
    login: 'Votre identifiant',
    from: (day: string) =>
      `La nouvelle adresse permettra de récupérer le compte à partir du ${day}. Jusque-là, les liens vont encore à l’ancienne.`,
    already: 'Les liens vont désormais à la nouvelle adresse.',
  },
  en: {
    changed: (name: string) => `The recovery address of your ${name} account has changed. It is another one now.`,
    undone: (name: string) =>
      `This address was waiting to become the recovery address of your ${name} account. The account has been recovered without it: the change is undone, and nothing goes here any more. To give it again, go to “My account”.`,
    login: 'Your login',
    from: (day: string) =>
      `The new address can recover the account from ${day} on. Until then, links still go to the former one.`,
    already: 'Links go to the new address from now on.',
  },
} as const;

/** Told to the addresses of before at once (B-17, 6.3.7). It does not name the new one, which may be somebody else's. */
export function addressChanged(data: AddressChanged): Promise<Letter> {
  const { university, login, usableFrom, undone = false, notMeLink } = data;
  const { shortName } = university;
  const subject = undone
    ? { fr: `Adresse de récupération ${shortName} inchangée`, en: `${shortName} recovery address unchanged` }
    : { fr: `Adresse de récupération ${shortName} changée`, en: `${shortName} recovery address changed` };
  return letter(data, subject, (language) => {
    const say = words[language];
    return (
      <>
        <p>{(undone ? say.undone : say.changed)(university.name[language])}</p>
        <Facts language={language} facts={[[say.login, login]]} />
        {!undone && <p>{usableFrom === undefined ? say.already : say.from(longDate(usableFrom, language))}</p>}
        <NotMe language={language} link={notMeLink} university={university} />
      </>
    );
  });
}
