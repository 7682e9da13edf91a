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
  /** Typed on the page of the link, it ends the stay without signing in; absent for who is asked to answer for the guest. */
  readonly code?: string;
}

const words = {
  fr: {
    ends: (days: number, answers: boolean) =>
      `Le compte d’une personne dont ${answers ? 'vous répondez' : 'personne ne répond plus'} prend fin ${days === 0 ? 'aujourd’hui' : days === 1 ? 'demain' : `dans ${String(days)} jours`}.`,
    guest: 'Invité·e',
    lastDay: 'Dernier jour, jusqu’à minuit',
    stay: 'La personne reste ? Demandez la prolongation de son séjour sur la page où mène ce lien, après connexion. Elle part comme prévu ? Il n’y a rien à faire.',
    takeOver:
      'La personne reste ? Acceptez d’en répondre sur la page où mène ce lien, après connexion, puis demandez la prolongation de son séjour. Elle part comme prévu ? Il n’y a rien à faire.',
    desk: 'Ouvrir la page de cette personne',
    told: 'La personne a été prévenue elle aussi, si elle a une adresse de courriel.',
  },
  en: {
    ends: (days: number, answers: boolean) =>
      `The account of somebody ${answers ? 'you answer for' : 'nobody answers for any more'} ends ${days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${String(days)} days`}.`,
    guest: 'Guest',
    lastDay: 'Last day, until midnight',
    stay: 'Are they staying? Ask for a longer stay on the page of this link, after signing in. Are they leaving as planned? There is nothing to do.',
    takeOver:
      'Are they staying? Accept to answer for them on the page of this link, after signing in, and then ask for a longer stay. Are they leaving as planned? There is nothing to do.',
    desk: 'Open the page of this person',
    told: 'They have been told as well, if they have a mail address.',
  },
} as const;

/** A sponsor, or who is asked to become it, is told that a guest's last day is near, and where to extend the stay. */
export function guestEnding(data: GuestEnding): Promise<Letter> {
  const { university, guest, lastDay, daysLeft, link, code } = data;
  const answers = code !== undefined;
  const subject = {
    fr: answers
      ? `Votre invité·e ${university.shortName} part bientôt`
      : `Un invité ${university.shortName} part bientôt`,
    en: answers ? `Your ${university.shortName} guest leaves soon` : `A ${university.shortName} guest leaves soon`,
  };
  const name = plainName(guest);
  return letter(data, subject, (language) => {
    const say = words[language];
    return (
      <>
        <p>{say.ends(daysLeft, answers)}</p>
        <Facts
          language={language}
          facts={[
            [say.guest, name === '' ? undefined : name],
            [say.lastDay, longDate(lastDay, language)],
          ]}
        />
        <p>{answers ? say.stay : say.takeOver}</p>
        <Action language={language} label={say.desk} href={link} />
        {answers && <StayCode language={language} code={code} />}
        <p>{say.told}</p>
      </>
    );
  });
}
