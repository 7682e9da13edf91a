import type { HandedOver } from '../../functions/file/file.ts';
import type { OfficeName, PopulationName } from '../../functions/university/university.ts';
import { type Chance, chance } from './chance.ts';
import { plus } from './days.ts';
import type { Event, Life, Plan } from './plan.ts';
import { visitors } from './visitors.ts';

/** The first Septembers of academic years. */
interface Years {
  readonly first: number;
  readonly count: number;
}

/** Who is asked to take over the guests of a sponsor who has left: a member of staff who stays. */
export const unitContact = {
  key: 'unit-contact',
  firstName: 'Camille',
  lastName: 'Accueil',
  address: 'camille.accueil@uca.fr',
} as const;

const firstNames = [
  ...['Léa', 'Jean-Baptiste', 'Chloé', 'Zoé', 'Éléonore', 'Anaïs', 'François', 'Maëlle', 'Noël', 'Jérôme', 'Inès'],
  ...['Théo', 'Gaëlle', 'Loïc', 'Hélène', 'Marie Claire', 'Ahmed', 'Nguyễn', 'Łukasz', 'Søren', 'Li', 'J.'],
];
const lastNames = [
  ...['Dupont', 'Martin', 'Lefèvre', "d'Alençon", 'de La Tour du Pin', 'Bœuf', 'Müller', 'Strauß', 'Ça', 'Le Goff'],
  ...['N’Diaye', 'Ben Saïd', 'García Márquez', 'O', 'Çelik', 'Nowak', 'Petit-Jean', 'Ångström', 'Roux', 'Fontaine'],
];

/**
 * The people of a university and what their offices hand over, over some academic years. About four in five are students, whose
 * year is renewed or not; the others are PhD students, half of whom teach with a second account, and staff, who ask for guests.
 * @param guests forms for guests a year.
 * @param staff the share of the staff, who come and go all the year; the more there are, the fewer are students.
 * @param lost the share of early renewals that are handed over and that nothing is run for.
 */
export function plan({
  seed,
  people,
  guests,
  staff: staffShare = 0.12,
  lost: lostShare = 0.03,
  first,
  count,
}: Years & { seed: number; people: number; guests: number; staff?: number; lost?: number }): Plan {
  const events = new Map<string, Event[]>();
  const last = first + count;
  const [from, to] = [`${String(first)}-08-20`, `${String(last)}-10-31`];
  let lives = 0;

  const on = (day: string, event: Event): void => {
    if (day >= from && day <= to) events.set(day, [...(events.get(day) ?? []), event]);
  };
  const begin = (office: OfficeName): { life: Life; random: Chance; person: Person } => {
    lives += 1;
    const random = chance(seed, lives);
    const key = `${office}-${String(lives)}`;
    const person = {
      firstName: random.pick(firstNames),
      lastName: random.pick(lastNames),
      birthDate: `${String(random.between(1965, 2007))}-0${String(random.between(1, 9))}-${String(random.between(10, 28))}`,
      personalEmail: `${key}@example.org`,
      affiliations: [],
      missing: [],
    };
    const life = {
      ...{ key, office, address: person.personalEmail },
      activates: !random.happens(0.05),
      dallies: random.happens(0.1) ? random.between(10, 80) : random.between(0, 6),
    };
    return { life, random, person };
  };

  /** One registration of a year, which may lack a piece for a while. */
  const register = (
    day: string,
    { life, row, random }: { life: Life; row: HandedOver; random: Chance },
    again: boolean,
  ) => {
    const lost = again && day.slice(5) < '08-25' && random.happens(lostShare);
    const incomplete = !lost && random.happens(0.04);
    if (incomplete) on(day, { what: 'file', life, row: { ...row, missing: ['payment'] } });
    const completed = incomplete ? plus(day, random.between(3, 40)) : day;
    on(completed, { what: 'file', life, row, ...(lost && { lost }) });
  };

  function student(year: number, years: number): void {
    const { life, random, person } = begin('registrar');
    const isima = random.happens(0.15) ? ['isima'] : [];
    const row = (at: number, population: PopulationName): HandedOver => ({
      ...{ ...person, office: 'registrar', population, fileNumber: `${life.key}-${String(at)}` },
      ...{ studentNumber: life.key, affiliations: isima, startsOn: `${String(at)}-09-01` },
      endsOn: `${String(at + 1)}-08-31`,
    });
    let at = year;
    for (; at < year + years; at += 1) {
      const again = at > year;
      register(registrationDay(at, again, random), { life, row: row(at, 'student'), random }, again);
      if (random.happens(0.02)) changesTheirMind(plus(`${String(at)}-10-15`, random.between(0, 240)), life, random);
    }
    if (random.happens(0.06)) {
      for (const end = at + 3; at < end; at += 1) {
        register(registrationDay(at, true, random), { life, row: row(at, 'phd'), random }, true);
      }
    } else if (random.happens(0.04)) {
      // Somebody who comes back: just before the account is closed, or after it was.
      const back = at + random.between(1, 2);
      register(
        plus(`${String(back)}-08-25`, random.between(0, 25)),
        { life, row: row(back, 'student'), random },
        false,
      );
    }
  }

  function changesTheirMind(day: string, life: Life, random: Chance): void {
    const days = random.between(0, 40);
    on(day, { what: 'end', life, days });
    if (random.happens(0.4)) on(plus(day, Math.floor(days / 2)), { what: 'undo', life });
  }

  function phd(year: number): void {
    const { life, random, person } = begin('registrar');
    const ine = `${String(lives).padStart(9, '0')}AB`;
    const teaches = random.happens(0.5) ? begin('hr') : undefined;
    for (let at = year; at < year + 3; at += 1) {
      const row: HandedOver = {
        ...{ ...person, ine, office: 'registrar', population: 'phd', fileNumber: `${life.key}-${String(at)}` },
        ...{ studentNumber: life.key, affiliations: random.happens(0.5) ? ['limos'] : [] },
        ...{ startsOn: `${String(at)}-10-01`, endsOn: `${String(at + 1)}-12-31` },
      };
      register(plus(`${String(at)}-09-10`, random.between(0, 60)), { life, row, random }, at > year);
      if (!teaches) continue;
      // An account of its own, with an end of its own: another office, the same INE, birth date and family name.
      const contract: HandedOver = {
        ...{ ...person, ine, office: 'hr', population: 'staff', fileNumber: teaches.life.key, affiliations: ['isima'] },
        ...{
          personalEmail: teaches.life.address,
          startsOn: `${String(year)}-09-01`,
          endsOn: `${String(at + 1)}-08-31`,
        },
      };
      on(plus(`${String(at)}-08-22`, random.between(0, 30)), { what: 'file', life: teaches.life, row: contract });
    }
  }

  function staff(year: number): void {
    const { life, random, person } = begin('hr');
    const startsOn =
      year === first ? plus(from, random.between(0, 25)) : plus(`${String(year)}-01-01`, random.between(0, 364));
    const affiliations = random.happens(0.3) ? [random.pick(['isima', 'limos'])] : [];
    const row = { ...person, affiliations, office: 'hr', population: 'staff', fileNumber: life.key, startsOn } as const;
    if (random.happens(0.55)) {
      on(startsOn, { what: 'file', life, row });
      if (!random.happens(0.3)) return;
      // Permanent, and leaves all the same: the file says so some weeks before.
      const day = plus(startsOn, random.between(100, 1_200));
      on(day, { what: 'file', life, row: { ...row, endsOn: plus(day, random.between(0, 90)) } });
      return;
    }
    let endsOn = plus(startsOn, random.between(60, 700));
    on(startsOn, { what: 'file', life, row: { ...row, endsOn } });
    while (random.happens(0.5)) {
      const day = plus(endsOn, random.happens(0.1) ? random.between(31, 100) : -random.between(1, 60));
      endsOn = plus(endsOn, random.between(60, 500));
      on(day, { what: 'file', life, row: { ...row, endsOn } });
    }
  }

  /** Places are taken again when somebody leaves. */
  const seats = (share: number, fill: (random: Chance, seat: number) => void): void => {
    const random = chance(seed, -Math.round(share * 1_000));
    for (let seat = 0; seat < Math.round(people * share); seat += 1) fill(random, seat);
  };
  seats(0.9 - staffShare, (random) => {
    for (let year = first; year <= last;) {
      const years = year === first ? random.between(1, 5) : random.pick([1, 2, 3, 3, 3, 5]);
      student(year, years);
      year += years;
    }
  });
  seats(0.06, (_, seat) => {
    for (let year = first - (seat % 3); year <= last; year += 3) phd(year);
  });
  seats(staffShare, (random) => staff(random.happens(0.8) ? first : random.between(first + 1, last)));
  const { life, person } = begin('hr');
  const contact = { ...life, key: unitContact.key, activates: true, dallies: 0 };
  const { key: fileNumber, firstName, lastName } = unitContact;
  on(from, {
    what: 'file',
    life: contact,
    row: { ...person, firstName, lastName, office: 'hr', population: 'staff', fileNumber, startsOn: from },
  });
  for (const { day, event } of visitors({ seed, guests, from, to })) on(day, event);
  return { people, from, to, events };
}

interface Person {
  readonly firstName: string;
  readonly lastName: string;
  readonly birthDate: string;
  readonly personalEmail: string;
  readonly affiliations: string[];
  readonly missing: string[];
}

/** Most are early, some late, and a few so late that the account had ended. */
function registrationDay(year: number, again: boolean, random: Chance): string {
  if (!again) return plus(`${String(year)}-08-22`, random.between(0, 35));
  if (random.happens(0.03)) return plus(`${String(year)}-10-02`, random.between(0, 45));
  if (random.happens(0.15)) return plus(`${String(year)}-09-09`, random.between(0, 20));
  return plus(`${String(year)}-07-10`, random.between(0, 60));
}
