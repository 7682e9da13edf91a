import { type Addressee, letter } from './letter.tsx';
import { Action, Facts } from './letter-parts.tsx';
import { StayCode } from './letter-stay-code.tsx';
import { longDate } from './long-date.ts';
import { plainName } from './plain-name.ts';
import type { Letter } from '../mail.ts';

export interface GuestEnding extends Addressee {
  /** As the sponsor typed it. */
  readonly guest: string;
  /** `YYYY-MM-DD`. */
  readonly lastDay: string;
  /** 0 on the last day itself. */
  readonly daysLeft: number;
  /** Leads to the desk with the guest open, after signing in. */
  readonly link: string;
  /** Typed on the page of the link, it ends the stay without signing in. */
  readonly code: string;
}

const words = {
  fr: {
    ends: (days: number) =>
      `Le compte d’une personne dont vous répondez prend fin ${days === 0 ? 'aujourd’hui' : days === 1 ? 'demain' : `dans ${String(days)} jours`}.`,
    guest: 'Votre invité·e',
    lastDay: 'Dernier jour, jusqu’à minuit',
    stay: 'La personne reste ? Demandez la prolongation de son séjour sur la page où mène ce lien, après connexion. Elle part comme prévu ? Il n’y a rien à faire.',
    desk: 'Ouvrir la page de cette personne',
    told: 'La personne a été prévenue elle aussi, si elle a une adresse de courriel.',
  },
  en: {
    ends: (days: number) =>
      `The account of somebody you answer for ends ${days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${String(days)} days`}.`,
    guest: 'Your guest',
    lastDay: 'Last day, until midnight',
    stay: 'Are they staying? Ask for a longer stay on the page of this link, after signing in. Are they leaving as planned? There is nothing to do.',
    desk: 'Open the page of this person',
    told: 'They have been told as well, if they have a mail address.',
  },
} as const;

/** A sponsor is told that a guest's last day is near, and where to extend the stay. */
export function guestEnding(data: GuestEnding): Promise<Letter> {
  const { university, guest, lastDay, daysLeft, link, code } = data;
  const subject = {
    fr: `Votre invité·e ${university.shortName} part bientôt`,
    en: `Your ${university.shortName} guest leaves soon`,
  };
  const name = plainName(guest);
  return letter(data, subject, (language) => {
    const say = words[language];
    return (
      <>
        <p>{say.ends(daysLeft)}</p>
        <Facts
          language={language}
          facts={[
            [say.guest, name === '' ? undefined : name],
            [say.lastDay, longDate(lastDay, language)],
          ]}
        />
        <p>{say.stay}</p>
        <Action language={language} label={say.desk} href={link} />
        <StayCode language={language} code={code} />
        <p>{say.told}</p>
      </>
    );
  });
}
