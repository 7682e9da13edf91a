import type { StayKind } from '../../functions/request/request.ts';
import { type Chance, chance } from './chance.ts';
import { daysFrom, plus } from './days.ts';
import { type Event, oddDays, type PlannedStay } from './plan.ts';

const firstNames = ['Grace', 'Amara', 'Jürgen', 'Zoë', 'Ikram', 'Paweł', 'Noémie', 'Linh', 'Rui', 'Siobhán'];
const lastNames = ['Hopper', 'Okafor', 'Groß', 'Lemaître', 'Haddad', 'Wójcik', 'Trần', 'Sá', "O'Neill", 'Bianchi'];

/** Days of a stay: the shortest, the longest that is asked for at first, and the longest that there may be. */
const lengths = { guest: [3, 300, 360], 'temporary-guest': [1, 25, 29], local: [30, 330, 360] } as const;

/**
 * The guests that sponsors ask for, day by day: about four in nine invited, as many temporary ones, and some local accounts. Some forms
 * name several; some stays are prolonged, ended, handed over, declined. Of each odd day there are ends on it and on the eve.
 */
export function visitors({
  seed,
  guests,
  from,
  to,
}: {
  seed: number;
  /** Forms a year. */
  guests: number;
  from: string;
  to: string;
}): { readonly day: string; readonly event: Event }[] {
  const asked: { day: string; event: Event }[] = [];
  let lives = 0;

  function stay(kind: StayKind, day: string, endsOn: string, mayMove = true): PlannedStay {
    lives += 1;
    const random = chance(seed, 1_000_000 + lives);
    const key = `guest-${String(lives)}`;
    const days = daysFrom(day, endsOn);
    const onRequest = kind === 'local' || random.happens(0.3);
    const [, , longest] = lengths[kind];
    return {
      kind,
      endsOn,
      life: {
        ...{ key, office: 'cri', address: `${key}@example.org` },
        activates: !random.happens(0.05),
        dallies: random.happens(0.1) ? random.between(3, 12) : random.between(0, 1),
      },
      firstName: random.pick(firstNames),
      lastName: random.pick(lastNames),
      services: onRequest ? [random.pick(['isima', 'limos'] as const)] : [],
      decision: { after: Math.min(days, random.between(0, 4)), declined: random.happens(0.1) },
      ...(random.happens(0.15) && {
        offer: { after: random.between(0, Math.min(days, 30)), accepted: random.happens(0.7) },
      }),
      ...(mayMove && later(days, longest, random)),
    };
  }

  function later(days: number, longest: number, random: Chance): Pick<PlannedStay, 'extension' | 'end'> {
    if (days > 4 && days < longest && random.happens(0.35)) {
      const extension = {
        before: random.between(2, Math.min(days - 2, 20)),
        days: random.between(1, longest - days),
        declined: random.happens(0.2),
      };
      return { extension };
    }
    if (days < 2 || !random.happens(0.2)) return {};
    return { end: { after: random.between(0, days - 2), undone: random.happens(0.4) } };
  }

  const random = chance(seed, -1);
  const length = daysFrom(from, to);
  const arrives = (perYear: number): boolean => random.happens(perYear / 365);
  for (let day = 0; day < length; day += 1) {
    for (const [kind, share] of [
      ['guest', 4 / 9],
      ['temporary-guest', 4 / 9],
      ['local', 1 / 9],
    ] as const) {
      if (!arrives(guests * share)) continue;
      const on = plus(from, day);
      const [least, most] = lengths[kind];
      const group = random.happens(0.1) ? random.between(2, 5) : 1;
      const endsOn = plus(on, random.between(least, most));
      const stays = Array.from({ length: group }, () => stay(kind, on, endsOn));
      asked.push({ day: on, event: { what: 'ask', stays } });
    }
  }
  for (const odd of oddDays) {
    for (const end of [plus(odd, -1), odd]) {
      for (const [kind, days] of [
        ['guest', 40],
        ['temporary-guest', 12],
      ] as const) {
        const day = plus(end, -days);
        asked.push({ day, event: { what: 'ask', stays: [stay(kind, day, end, false)] } });
      }
    }
  }
  return asked.filter(({ day }) => day >= from && day <= to);
}
