import { hasEnded, lastDayOf } from '../account/account-dates.ts';
import type { University } from '../university/university.ts';
import type { HandedOver } from './file.ts';

/** Whether what an office handed over has ended, the grace of its population included: it opens no account any more. */
export function isOver(
  { population, endsOn }: Pick<HandedOver, 'population' | 'endsOn'>,
  { populations }: University,
  today: string,
): boolean {
  const lastDay = lastDayOf(endsOn, populations[population]);
  return lastDay !== undefined && hasEnded({ lastDay }, today);
}
