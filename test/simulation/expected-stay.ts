import { plus } from './days.ts';
import type { Expected } from './expected.ts';
import type { PlannedStay } from './plan.ts';

/** What is to become of a stay, worked out from what people did with it and from nothing that the product keeps. */
export interface ExpectedStay {
  readonly planned: PlannedStay;
  readonly requestId: string;
  /** The day it was asked for. */
  readonly askedOn: string;
  /** The account of who answers for the guest. */
  sponsorId: string;
  state: 'waiting' | 'granted' | 'declined';
  /** The last day that was promised. */
  endsOn: string;
  /** A later one that waits for the CRI. */
  wantedEnd?: string;
  /** The day on which the sponsor ended it. */
  ended?: string;
  /** A colleague, or the unit's contact, who has not answered. */
  offeredTo?: string;
  /** Whether the contact was asked: nobody answered for the guest then. */
  orphaned?: true;
  /** The day since which the guest waits for what was granted. */
  grantedOn?: string;
  /** The last day until which the CRI granted the services: a later end of a temporary guest does not prolong them. */
  servicesUntil?: string;
  guest?: Expected;
}

/** Whether there is still something to answer for on a day. */
export function isOpen({ state, endsOn, ended }: ExpectedStay, day: string): boolean {
  if (ended !== undefined) return false;
  return state === 'waiting' || (state === 'granted' && endsOn >= day);
}

/** The last day on which a guest is counted: for a day after an end, which may be undone, and for a later end that waits. */
export function placeUntil({ endsOn, wantedEnd, ended }: ExpectedStay): string {
  if (ended === undefined) return wantedEnd ?? endsOn;
  return plus(ended, 1) < endsOn ? plus(ended, 1) : endsOn;
}

/** Whether what was granted last is not known to the guest's account yet. */
export function isBehind({ state, ended, guest, requestId, endsOn }: ExpectedStay): boolean {
  return state === 'granted' && ended === undefined && guest?.ends.get(requestId) !== endsOn;
}
