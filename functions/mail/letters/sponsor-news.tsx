import type { ServiceName, Text } from '../../university/university.ts';
import type { Letter } from '../mail.ts';
import { type Addressee, letter } from './letter.tsx';
import { Action, Ask, Facts } from './letter-parts.tsx';
import { StayCode } from './letter-stay-code.tsx';
import { locales } from './locales.ts';
import { longDate } from './long-date.ts';
import { plainName } from './plain-name.ts';

/** What a sponsor, or who is asked to become one, is told of a guest. */
export type SponsorNewsKind =
  | 'waiting'
  | 'granted'
  | 'declined'
  | 'extension-waiting'
  | 'extended'
  | 'extension-declined'
  | 'ended'
  | 'undone'
  | 'offered'
  | 'taken-over'
  | 'handed-over'
  | 'offer-declined'
  | 'orphaned'
  | 'disowned';

export interface SponsorNews extends Addressee {
  readonly kind: SponsorNewsKind;
  /** The names as the sponsor typed them. */
  readonly guest: string;
  /** Of a form with several guests, of whom this is the first. */
  readonly guests?: number;
  /** `YYYY-MM-DD`. */
  readonly startsOn: string;
  readonly endsOn: string;
  /** The day on which the sponsor ended it; the promised one is said no more. */
  readonly endedOn?: string;
  /** The later end that is asked for. */
  readonly wantedEnd?: string;
  readonly services: readonly ServiceName[];
  /** Why the CRI decided so. */
  readonly reason?: string;
  /** The guest on the desk, or a link that leads there. */
  readonly link: string;
  /** Six digits, with a link: what it ends or undoes without a sign-in. */
  readonly code?: string;
}

const words = {
  fr: {
    told: {
      waiting: 'Votre demande est enregistrée. Le CRI décide ; nous vous écrirons ce qu’il en est.',
      granted: 'C’est accordé : le compte s’ouvre, et vous répondez de cette personne jusqu’au dernier jour.',
      declined: 'Le CRI n’a pas accordé ce que vous demandiez. Rien n’a été ouvert.',
      'extension-waiting':
        'Votre demande de prolongation est enregistrée. Le CRI décide ; d’ici là, le dernier jour reste le même.',
      extended: 'Le séjour est prolongé : le même dernier jour vaut partout.',
      'extension-declined': 'Le CRI n’a pas accordé la prolongation. Le dernier jour reste le même.',
      ended: 'Vous avez mis fin à ce séjour : le compte ne sert plus, nulle part.',
      undone: 'Vous avez annulé la fin de ce séjour : le compte sert de nouveau, jusqu’au dernier jour prévu.',
      offered:
        'On vous demande de répondre de cette personne. Acceptez ou refusez sur sa page ; d’ici là, rien ne change.',
      'taken-over': 'Vous répondez désormais de cette personne.',
      'handed-over': 'Un·e collègue répond désormais de cette personne. Elle n’est plus à votre charge.',
      'offer-declined':
        'La personne à qui vous l’aviez proposé ne répondra pas de cet invité. Vous en répondez toujours.',
      orphaned:
        'Plus personne ne répond de cet invité, ou celui qui en répondait dit qu’il n’est pas le sien. Nous vous demandons, pour votre unité, d’en répondre. Rien n’est coupé avant le dernier jour promis.',
      disowned:
        'Vous avez dit que cet invité n’est pas le vôtre. Nous demandons à votre unité et au CRI qui en répond ; d’ici là, rien ne change pour lui.',
    } satisfies Record<SponsorNewsKind, string>,
    several: (guests: number) => `La même demande concerne ${guests} personnes : elles sont toutes sur votre page.`,
    guest: 'Invité·e',
    from: 'Premier jour',
    until: 'Dernier jour',
    ended: 'Terminé le',
    wanted: 'Dernier jour demandé',
    services: 'Services demandés en plus',
    reason: 'Motif du CRI',
    open: 'Ouvrir la page de cette personne',
    ask: 'Une question ? Adressez-vous à',
  },
  en: {
    told: {
      waiting: 'Your request is recorded. The CRI decides; we will write to you what comes of it.',
      granted: 'It is granted: the account is being opened, and you answer for this person until the last day.',
      declined: 'The CRI did not grant what you asked for. Nothing was opened.',
      'extension-waiting':
        'Your request for a later end is recorded. The CRI decides; until then the last day stays the same.',
      extended: 'The stay is extended: the same last day holds everywhere.',
      'extension-declined': 'The CRI did not grant the later end. The last day stays the same.',
      ended: 'You ended this stay: the account can be used nowhere any more.',
      undone: 'You took the end of this stay back: the account can be used again, until the last day that was planned.',
      offered: 'You are asked to answer for this person. Accept or decline on their page; until then nothing changes.',
      'taken-over': 'You answer for this person from now on.',
      'handed-over': 'A colleague answers for this person from now on. They are no longer in your charge.',
      'offer-declined': 'Who you offered this guest to will not answer for them. You still do.',
      orphaned:
        'Nobody answers for this guest any more, or who did says that they are not theirs. We ask you, for your unit, to answer for them. Nothing is cut off before the last day that was promised.',
      disowned:
        'You said that this guest is not yours. We ask your unit and the CRI who answers for them; until then nothing changes for them.',
    } satisfies Record<SponsorNewsKind, string>,
    several: (guests: number) => `The same request is about ${guests} people: all of them are on your page.`,
    guest: 'Guest',
    from: 'First day',
    until: 'Last day',
    ended: 'Ended on',
    wanted: 'Last day asked for',
    services: 'Services asked for besides',
    reason: 'Reason of the CRI',
    open: 'Open the page of this person',
    ask: 'A question? Ask',
  },
} as const;

const subjects: Record<SponsorNewsKind, (name: string) => Text> = {
  waiting: (name) => ({ fr: `Votre demande ${name} attend le CRI`, en: `Your ${name} request awaits the CRI` }),
  granted: (name) => ({ fr: `Un compte ${name} pour votre invité`, en: `A ${name} account for your guest` }),
  declined: (name) => ({ fr: `Votre demande ${name} est refusée`, en: `Your ${name} request is declined` }),
  'extension-waiting': (name) => ({ fr: `Votre prolongation ${name}`, en: `Your ${name} extension` }),
  extended: (name) => ({ fr: `Le séjour ${name} est prolongé`, en: `The ${name} stay is extended` }),
  'extension-declined': (name) => ({ fr: `Prolongation ${name} refusée`, en: `${name} extension declined` }),
  ended: (name) => ({ fr: `Le séjour ${name} est terminé`, en: `The ${name} stay has ended` }),
  undone: (name) => ({ fr: `Le séjour ${name} reprend`, en: `The ${name} stay goes on` }),
  offered: (name) => ({ fr: `On vous confie un invité ${name}`, en: `You are offered a ${name} guest` }),
  'taken-over': (name) => ({ fr: `Vous répondez d’un invité ${name}`, en: `You answer for a ${name} guest` }),
  'handed-over': (name) => ({ fr: `Votre invité ${name} est repris`, en: `Your ${name} guest is taken over` }),
  'offer-declined': (name) => ({ fr: `Votre invité ${name} vous reste`, en: `Your ${name} guest stays yours` }),
  orphaned: (name) => ({ fr: `Un invité ${name} sans répondant`, en: `A ${name} guest without a sponsor` }),
  disowned: (name) => ({ fr: `Cet invité ${name} n’est pas à vous`, en: `This ${name} guest is not yours` }),
};

/** One step of a stay, for who answers for the guest: what it is about, and where to do something about it. */
export function sponsorNews(data: SponsorNews): Promise<Letter> {
  const { university, kind, guests = 1, endedOn, wantedEnd, reason, link, code } = data;
  return letter(data, subjects[kind](university.shortName), (language) => {
    const say = words[language];
    const services = data.services.map((service) => university.services[service][language]);
    return (
      <>
        <p>{say.told[kind]}</p>
        {guests > 1 && <p>{say.several(guests)}</p>}
        <Facts
          language={language}
          facts={[
            [say.guest, plainName(data.guest) || undefined],
            [say.from, longDate(data.startsOn, language)],
            endedOn === undefined
              ? [say.until, longDate(data.endsOn, language)]
              : [say.ended, longDate(endedOn, language)],
            [say.wanted, wantedEnd === undefined ? undefined : longDate(wantedEnd, language)],
            [say.services, services.length > 0 ? new Intl.ListFormat(locales[language]).format(services) : undefined],
            [say.reason, reason],
          ]}
        />
        <Action language={language} label={say.open} href={link} />
        {code !== undefined && (
          <StayCode language={language} code={code} ended={kind === 'ended' || kind === 'disowned'} />
        )}
        <Ask language={language} say={say.ask} university={university} office="cri" />
      </>
    );
  });
}
