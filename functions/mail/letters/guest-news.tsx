import type { Text } from '../../university/university.ts';
import type { Letter } from '../mail.ts';
import { type Addressee, letter } from './letter.tsx';
import { Ask, Facts } from './letter-parts.tsx';
import { longDate } from './long-date.ts';
import { plainName } from './plain-name.ts';

/** What a guest is told of their stay, besides the welcome to the account. */
export type GuestNewsKind =
  | 'waiting'
  | 'declined'
  | 'withdrawn'
  | 'extension-waiting'
  | 'extended'
  | 'extension-declined'
  | 'extension-withdrawn'
  | 'ended'
  | 'undone'
  | 'taken-over';

export interface GuestNews extends Addressee {
  readonly kind: GuestNewsKind;
  /** Who answers for them. */
  readonly sponsor: string;
  /** `YYYY-MM-DD`. */
  readonly startsOn: string;
  readonly endsOn: string;
  /** The day on which the sponsor ended it; the promised one is said no more. */
  readonly endedOn?: string;
  /** The later end that is asked for. */
  readonly wantedEnd?: string;
  /** Why the CRI declined a later end. */
  readonly reason?: string;
}

const words = {
  fr: {
    told: {
      waiting: (name: string) =>
        `Un compte ${name} a été demandé pour vous. Le CRI décide ; nous vous écrirons, et vous n’avez rien à faire d’ici là.`,
      declined: (name: string) =>
        `Le compte ${name} demandé pour vous n’a pas été accordé. Rien n’a été ouvert ; la personne qui vous invite sait pourquoi.`,
      withdrawn: (name: string) => `La demande d’un compte ${name} pour vous est retirée. Rien n’a été ouvert.`,
      'extension-waiting': (name: string) =>
        `Une prolongation de votre compte ${name} a été demandée. Le CRI décide ; nous vous écrirons, et d’ici là le dernier jour reste le même.`,
      extended: (name: string) => `Votre compte ${name} est prolongé : le même dernier jour vaut partout.`,
      'extension-declined': (name: string) =>
        `Le CRI n’a pas accordé la prolongation de votre compte ${name}. Le dernier jour reste le même.`,
      'extension-withdrawn': (name: string) =>
        `La demande de prolongation de votre compte ${name} est retirée. Le dernier jour reste le même.`,
      ended: (name: string) => `La personne qui vous invite a mis fin à votre compte ${name} : il ne sert plus.`,
      undone: (name: string) => `Votre compte ${name} sert de nouveau, jusqu’au dernier jour prévu.`,
      'taken-over': (name: string) =>
        `Une autre personne répond désormais de votre compte ${name}. Rien d’autre ne change.`,
    } satisfies Record<GuestNewsKind, unknown>,
    sponsor: 'Répond de vous',
    from: 'Premier jour',
    until: 'Dernier jour',
    ended: 'Terminé le',
    wanted: 'Dernier jour demandé',
    reason: 'Motif du CRI',
    ask: 'Une question ? Demandez à la personne qui vous invite. Vous ne la connaissez pas ? Adressez-vous à',
  },
  en: {
    told: {
      waiting: (name: string) =>
        `A ${name} account was asked for in your name. The CRI decides; we will write to you, and there is nothing to do until then.`,
      declined: (name: string) =>
        `The ${name} account that was asked for in your name was not granted. Nothing was opened; who invites you knows why.`,
      withdrawn: (name: string) => `The request of a ${name} account for you is withdrawn. Nothing was opened.`,
      'extension-waiting': (name: string) =>
        `A later end of your ${name} account was asked for. The CRI decides; we will write to you, and until then the last day stays the same.`,
      extended: (name: string) => `Your ${name} account is extended: the same last day holds everywhere.`,
      'extension-declined': (name: string) =>
        `The CRI did not grant a later end of your ${name} account. The last day stays the same.`,
      'extension-withdrawn': (name: string) =>
        `The request for a later end of your ${name} account is withdrawn. The last day stays the same.`,
      ended: (name: string) => `Who invites you has ended your ${name} account: it can no longer be used.`,
      undone: (name: string) => `Your ${name} account can be used again, until the last day that was planned.`,
      'taken-over': (name: string) =>
        `Somebody else answers for your ${name} account from now on. Nothing else changes.`,
    } satisfies Record<GuestNewsKind, unknown>,
    sponsor: 'Who answers for you',
    from: 'First day',
    until: 'Last day',
    ended: 'Ended on',
    wanted: 'Last day asked for',
    reason: 'Reason of the CRI',
    ask: 'A question? Ask who invites you. You do not know them? Ask',
  },
} as const;

const subjects: Record<GuestNewsKind, (name: string) => Text> = {
  waiting: (name) => ({ fr: `Un compte ${name} demandé pour vous`, en: `A ${name} account in your name` }),
  declined: (name) => ({ fr: `Votre compte ${name} n’est pas accordé`, en: `Your ${name} account is not granted` }),
  withdrawn: (name) => ({ fr: `Demande de compte ${name} retirée`, en: `${name} account request withdrawn` }),
  'extension-waiting': (name) => ({
    fr: `Prolongation demandée pour vous, ${name}`,
    en: `A later end asked for you, ${name}`,
  }),
  extended: (name) => ({ fr: `Votre compte ${name} est prolongé`, en: `Your ${name} account is extended` }),
  'extension-declined': (name) => ({
    fr: `Votre compte ${name} n’est pas prolongé`,
    en: `Your ${name} account is not extended`,
  }),
  'extension-withdrawn': (name) => ({
    fr: `Prolongation ${name} retirée`,
    en: `Your ${name} extension is withdrawn`,
  }),
  ended: (name) => ({ fr: `Votre compte ${name} a pris fin`, en: `Your ${name} account has ended` }),
  undone: (name) => ({ fr: `Votre compte ${name} sert de nouveau`, en: `Your ${name} account works again` }),
  'taken-over': (name) => ({ fr: `Votre compte ${name} et son répondant`, en: `Your ${name} account and its sponsor` }),
};

/** One step of a stay, for the guest. It holds no link: the one that opens the account comes with the welcome. */
export function guestNews(data: GuestNews): Promise<Letter> {
  const { university, kind, startsOn, endsOn, endedOn, wantedEnd, reason } = data;
  const sponsor = plainName(data.sponsor);
  return letter(data, subjects[kind](university.shortName), (language) => {
    const say = words[language];
    return (
      <>
        <p>{say.told[kind](university.name[language])}</p>
        <Facts
          language={language}
          facts={[
            [say.sponsor, sponsor === '' ? undefined : sponsor],
            [say.from, longDate(startsOn, language)],
            endedOn === undefined ? [say.until, longDate(endsOn, language)] : [say.ended, longDate(endedOn, language)],
            [say.wanted, wantedEnd === undefined ? undefined : longDate(wantedEnd, language)],
            [say.reason, reason],
          ]}
        />
        <Ask language={language} say={say.ask} university={university} office="cri" />
      </>
    );
  });
}
