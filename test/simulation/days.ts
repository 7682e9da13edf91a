import { Temporal } from 'temporal-polyfill';

/** The day so many days later. The same ones are asked for millions of times. */
export function plus(day: string, days: number): string {
  const known = sums.get(days) ?? new Map<string, string>();
  sums.set(days, known);
  const sum = known.get(day) ?? Temporal.PlainDate.from(day).add({ days }).toString();
  known.set(day, sum);
  return sum;
}
const sums = new Map<number, Map<string, string>>();

/** How many days lie between a day and a later one. */
export function daysFrom(day: string, later: string): number {
  return Temporal.PlainDate.from(day).until(later, { largestUnit: 'days' }).days;
}
