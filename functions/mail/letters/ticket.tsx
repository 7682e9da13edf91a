import type { PopulationName, ServiceName } from '../../university/university.ts';
import type { Letter } from '../mail.ts';
import { type Addressee, letter } from './letter.tsx';
import { Action, Facts } from './letter-parts.tsx';
import { locales } from './locales.ts';
import { longDate } from './long-date.ts';

export interface Ticket extends Addressee {
  /** `extension`: of a stay that was granted. */
  readonly what: 'stay' | 'extension' | 'access';
  /** The id of the request. */
  readonly reference: string;
  /** Of the guest, or of the account that asks. */
  readonly population: PopulationName;
  /** Of the same form. */
  readonly requests: number;
  readonly services: readonly ServiceName[];
  /** `YYYY-MM-DD`. */
  readonly until: string;
  /** The CRI's page. */
  readonly link: string;
}

const words = {
  fr: {
    told: {
      stay: 'Une demande d’invitation attend votre décision.',
      extension: 'Une demande de prolongation attend votre décision.',
      access: 'Une demande d’accès à un service attend votre décision.',
    },
    reference: 'Référence',
    population: 'Compte',
    requests: 'Personnes',
    services: 'Services demandés',
    until: 'Dernier jour demandé',
    open: 'Décider',
    who: 'Qui demande, pour qui et pourquoi : cette page le dit, une fois connecté·e.',
  },
  en: {
    told: {
      stay: 'A request for a guest awaits your decision.',
      extension: 'A request for a later end awaits your decision.',
      access: 'A request for a service awaits your decision.',
    },
    reference: 'Reference',
    population: 'Account',
    requests: 'People',
    services: 'Services asked for',
    until: 'Last day asked for',
    open: 'Decide',
    who: 'Who asks, for whom and why: this page says so, after sign-in.',
  },
} as const;

/** What waits for the CRI, as the ticket manager takes it: a reference, and no name. */
export function ticket(data: Ticket): Promise<Letter> {
  const { university, what, reference, population, requests, until, link } = data;
  const { shortName } = university;
  const subject = { fr: `Demande ${shortName} à décider`, en: `${shortName} request to decide on` };
  return letter(data, subject, (language) => {
    const say = words[language];
    const services = data.services.map((service) => university.services[service][language]);
    return (
      <>
        <p>{say.told[what]}</p>
        <Facts
          language={language}
          facts={[
            [say.reference, reference],
            [say.population, university.populations[population].label[language]],
            [say.requests, requests > 1 ? String(requests) : undefined],
            [say.services, services.length > 0 ? new Intl.ListFormat(locales[language]).format(services) : undefined],
            [say.until, longDate(until, language)],
          ]}
        />
        <Action language={language} label={say.open} href={link} />
        <p>{say.who}</p>
      </>
    );
  });
}
