import { type Addressee, letter } from './letter.tsx';
import { Ask, Code } from './letter-parts.tsx';
import type { Letter } from '../mail.ts';

export interface AddressCode extends Addressee {
  /** Eight digits. */
  readonly code: string;
  /** How long it lives. */
  readonly minutes: number;
}

const words = {
  fr: {
    asked: (name: string) =>
      `Vous avez donné cette adresse comme adresse de récupération de votre compte ${name}. Pour la confirmer, saisissez ce code dans la page où vous l’avez donnée :`,
    life: (minutes: number) =>
      `Il reste valable ${minutes} minutes, dans ce navigateur-là seulement. Ne le donnez à personne, pas même à un service de l’université.`,
    notYou: 'Ce n’était pas vous ? Ne faites rien : sans ce code, rien ne change.',
    ask: 'Une question ? Adressez-vous à',
  },
  en: {
    asked: (name: string) =>
      `You gave this address as the recovery address of your ${name} account. To confirm it, type this code into the page where you gave it:`,
    life: (minutes: number) =>
      `It lives ${minutes} minutes, in that browser only. Give it to nobody, not even to a service of the university.`,
    notYou: 'Was it not you? Do nothing: without this code, nothing changes.',
    ask: 'A question? Ask',
  },
} as const;

/** Another recovery address is asked for: the code that confirms it. It holds no link. */
export function addressCode(data: AddressCode): Promise<Letter> {
  const { university, code, minutes } = data;
  const subject = {
    fr: `Votre code ${university.shortName}`,
    en: `Your ${university.shortName} code`,
  };
  const inGroups = code.replace(/(\d{4})(?=\d)/g, '$1 ');
  return letter(data, subject, (language) => {
    const say = words[language];
    return (
      <>
        <p>{say.asked(university.name[language])}</p>
        <Code>{inGroups}</Code>
        <p>{say.life(minutes)}</p>
        <p>{say.notYou}</p>
        <Ask language={language} say={say.ask} university={university} office="cri" />
      </>
    );
  });
}
