import type { ServiceName, Text } from '../../university/university.ts';
import type { Letter } from '../mail.ts';
import { type Addressee, letter } from './letter.tsx';
import { Action, Ask, Facts } from './letter-parts.tsx';
import { longDate } from './long-date.ts';

/** What somebody is told who asked for a service. */
export type AccessNewsKind = 'waiting' | 'granted' | 'declined';

export interface AccessNews extends Addressee {
  readonly kind: AccessNewsKind;
  readonly service: ServiceName;
  /** `YYYY-MM-DD`: that is asked for, or granted. */
  readonly until: string;
  /** Why the CRI decided so. */
  readonly reason?: string;
  /** Of the ticket. */
  readonly reference: string;
  /** Whether the password has to be chosen once more before the service knows it. */
  readonly passwordAgain?: boolean;
  readonly portalUrl: string;
}

const words = {
  fr: {
    told: {
      waiting: 'Votre demande est transmise au CRI, qui décide. Nous vous écrirons ce qu’il en est.',
      granted: 'Le CRI vous ouvre ce service. L’accès prend fin de lui-même après le dernier jour.',
      declined: 'Le CRI n’a pas accordé ce service. Rien d’autre ne change à votre compte.',
    } satisfies Record<AccessNewsKind, string>,
    service: 'Service',
    until: 'Dernier jour',
    reason: 'Motif du CRI',
    reference: 'Référence',
    again: 'Pour y entrer, changez une fois votre mot de passe dans « Mon compte » : il y sera alors connu.',
    account: 'Ouvrir mon compte',
    ask: 'Une question ? Adressez-vous, avec la référence, à',
  },
  en: {
    told: {
      waiting: 'Your request is with the CRI, which decides. We will write to you what comes of it.',
      granted: 'The CRI opens this service to you. Access ends by itself after the last day.',
      declined: 'The CRI did not grant this service. Nothing else changes in your account.',
    } satisfies Record<AccessNewsKind, string>,
    service: 'Service',
    until: 'Last day',
    reason: 'Reason of the CRI',
    reference: 'Reference',
    again: 'To get in, change your password once in “My account”: it will be known there from then on.',
    account: 'Open my account',
    ask: 'A question? Ask, with the reference,',
  },
} as const;

const subjects: Record<AccessNewsKind, (name: string) => Text> = {
  waiting: (name) => ({ fr: `Votre demande d’accès ${name}`, en: `Your ${name} access request` }),
  granted: (name) => ({ fr: `Votre accès ${name} est ouvert`, en: `Your ${name} access is open` }),
  declined: (name) => ({ fr: `Votre accès ${name} n’est pas accordé`, en: `Your ${name} access is not granted` }),
};

/** One step of the request for a service, for who asked. */
export function accessNews(data: AccessNews): Promise<Letter> {
  const { university, kind, service, until, reason, reference, passwordAgain, portalUrl } = data;
  return letter(data, subjects[kind](university.shortName), (language) => {
    const say = words[language];
    return (
      <>
        <p>{say.told[kind]}</p>
        <Facts
          language={language}
          facts={[
            [say.service, university.services[service][language]],
            [say.until, longDate(until, language)],
            [say.reason, reason],
            [say.reference, reference],
          ]}
        />
        {kind === 'granted' && passwordAgain && <p>{say.again}</p>}
        <Action language={language} label={say.account} href={portalUrl} />
        <Ask language={language} say={say.ask} university={university} office="cri" />
      </>
    );
  });
}
