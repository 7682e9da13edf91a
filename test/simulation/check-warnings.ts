import { Temporal } from 'temporal-polyfill';
import type { University } from '../../functions/university/university.ts';
import type { Message } from '../../functions/mail/mail.ts';
import { longDate } from '../../functions/mail/letters/long-date.ts';
import { type Expected, lastDay } from './expected.ts';
import { plus } from './days.ts';

// A warning is due on the day that is so many days before the last day, once for each last day and number of days. It is not due
// to who came too late for it: when the account, or that last day of it, was not known before that day.

/** Whether a mail says that an account ends soon. */
export function isWarning({ subject }: Message): boolean {
  return subject.includes('ends soon') || subject.includes('bientôt fin');
}

/** Takes note of a warning that arrived on a day. @returns what is wrong with it. */
export function noteWarning({ text }: Message, expected: Expected, day: string, { populations }: University): string[] {
  const holds = lastDay(expected);
  if (holds === undefined) return ['is warned of an end that does not come'];
  const daysLeft = Temporal.PlainDate.from(day).until(holds, { largestUnit: 'days' }).days;
  const days = Math.min(...populations[expected.population].warningDays.filter((each) => each >= daysLeft));
  if (daysLeft < 0 || days === Infinity) return [`is warned ${String(daysLeft)} days before the last day, ${holds}`];
  const which = `${holds} ${String(days)}`;
  const before = expected.warned.get(which);
  expected.warned.set(which, day);
  return [
    ...(before === undefined
      ? []
      : [`is warned twice of ${holds}, ${String(days)} days before: on ${before} and ${day}`]),
    ...(text.replaceAll(/\s+/g, ' ').includes(longDate(holds, 'fr')) ? [] : [`is warned of another day than ${holds}`]),
  ];
}

/**
 * The warnings that should have arrived by the end of a day and did not, of those that have become due since the day on which that was
 * looked at last.
 */
export function missedWarnings(expected: Expected, day: string, { populations }: University): string[] {
  const { lastDays, population, warned, suspendedOn, closedOn, operationalOn = day, checkedTo } = expected;
  const { lastDay: holds, since } = lastDays.at(-1) ?? {};
  if (holds === undefined || since === undefined || suspendedOn !== undefined || closedOn !== undefined) return [];
  if (holds < checkedTo) return [];
  return populations[population].warningDays.flatMap((days) => {
    const due = plus(holds, -days);
    const isNew = due > checkedTo && due <= day;
    if (!isNew || since >= due || operationalOn >= due || warned.has(`${holds} ${String(days)}`)) return [];
    return [`is not warned of ${holds}, ${String(days)} days before`];
  });
}
