import { Temporal } from 'temporal-polyfill';
import { dayOf } from '../account/account-dates.ts';
import { findAccount } from '../account/account-repository.ts';
import type { Account } from '../account/account.ts';
import type { University } from '../university/university.ts';
import { undoLife } from './end-stay.ts';
import { inRounds } from './guest-count.ts';
import { declineHandOver, mayTakeOver } from './hand-over.ts';
import { wholeDesk } from './list-desk.ts';
import type { Stay } from './request.ts';
import type { NotChanged, RequestDeps } from './request-deps.ts';
import { findStay, isStay } from './request-repository.ts';
import { nextVersion, requestWrites, startRequest } from './save-request.ts';
import { hasSponsor, sponsorNamed } from './sponsor.ts';
import { isCurrent } from './stay-dates.ts';

/** Days after which the contact of a unit that has not answered is asked again. */
const askedAgainDays = 30;

/**
 * Asks the unit's contact to take over every guest of a sponsor who leaves. Nothing is cut off: each stay keeps its last day, and
 * what waits for the CRI goes on waiting. Run again, it asks again for those that nobody has taken over, once a month.
 * @throws RetryableError when the tables or the engine are away; another run goes on with the others.
 */
export async function askUnitContact(
  { accountId }: Pick<Account, 'accountId'>,
  deps: RequestDeps,
): Promise<{ readonly stays: number }> {
  let stays = 0;
  for (const { requestId } of await guestsToAnswerFor(accountId, deps)) {
    if ((await askContactFor(requestId, deps)) === 'asked') stays += 1;
  }
  return { stays };
}

/** The guests that somebody answers for, of whom something is left to answer for: here, to come, or waiting for the CRI. */
export async function guestsToAnswerFor(
  accountId: string,
  deps: Pick<RequestDeps, 'tables' | 'university' | 'now'>,
): Promise<Stay[]> {
  const requests = await wholeDesk(accountId, deps);
  return requests.filter(isStay).filter((stay) => stay.sponsorId === accountId && isToAnswerFor(stay, deps));
}

/**
 * Asks the unit's contact to take over one guest, if nobody answers for them any more.
 * @returns `not-needed` when somebody does, nothing is left to answer for, or the contact was asked within a month.
 */
export async function askContactFor(requestId: string, deps: RequestDeps): Promise<'asked' | 'not-needed'> {
  return inRounds(async () => {
    const stay = await findStay(requestId, deps.tables);
    if (!stay || !isToAnswerFor(stay, deps) || (await hasSponsor(stay, deps))) return 'not-needed';
    if (stay.orphanedAt !== undefined && !isOlder(stay.orphanedAt, askedAgainDays * 24, deps)) {
      if (stay.event === 'orphaned') await startRequest(stay, deps.start);
      return 'not-needed';
    }
    return offer(stay, stay.sponsorId, deps);
  });
}

/**
 * “Not mine”: who answers for a guest says that they do not. The unit's contact and the CRI are asked; until somebody
 * takes the guest over nothing else changes, and it can be undone.
 */
export async function disownStay(
  requestId: string,
  { accountId: by }: Pick<Account, 'accountId'>,
  deps: RequestDeps,
): Promise<'disowned' | NotChanged> {
  return inRounds(async () => {
    const stay = await findStay(requestId, deps.tables);
    if (stay?.sponsorId !== by) return 'not-yours';
    if (stay.event === 'orphaned') {
      await startRequest(stay, deps.start);
      return 'disowned';
    }
    if (!isToAnswerFor(stay, deps)) return 'changed';
    const offered = await offer(stay, by, deps);
    return offered === 'asked' ? 'disowned' : offered;
  });
}

/** Whether “not mine” can be taken back from a mail. */
export function mayBeKept({ orphanedAt }: Pick<Stay, 'orphanedAt'>, deps: Pick<RequestDeps, 'now'>): boolean {
  return orphanedAt !== undefined && !isOlder(orphanedAt, undoLife.hours, deps);
}

/** Takes “not mine” back, within 24 hours. */
export async function keepStay(
  requestId: string,
  by: Pick<Account, 'accountId'>,
  deps: RequestDeps,
): Promise<'undone' | NotChanged> {
  const stay = await findStay(requestId, deps.tables);
  if (!stay || !mayBeKept(stay, deps)) return 'changed';
  const kept = await declineHandOver(requestId, by, deps);
  return kept === 'declined' ? 'undone' : kept;
}

/** Whose address takes guests over: of a unit where the guest is, else of one where the sponsor is, else of the university. */
export function contactAddress(
  { services }: Pick<Stay, 'services'>,
  sponsor: Pick<Account, 'affiliations'> | undefined,
  { unitContacts: { byAffiliation, otherwise } }: University,
): string {
  const units: readonly string[] = [...services, ...(sponsor?.affiliations ?? [])];
  const unit = units.find((each) => Object.hasOwn(byAffiliation, each));
  return (unit === undefined ? undefined : byAffiliation[unit]) ?? otherwise;
}

/** An offer to a colleague that is open stays: they know the guest. */
async function offer(stay: Stay, by: string, deps: RequestDeps): Promise<'asked' | 'conflict'> {
  const { tables, university, now, start } = deps;
  const sponsor = await findAccount(stay.sponsorId, tables);
  const contact = await sponsorNamed(contactAddress(stay, sponsor, university), deps);
  const able = contact && contact.accountId !== stay.sponsorId && (await mayTakeOver(stay, contact, deps));
  const handedTo = stay.handedTo ?? (able ? contact.accountId : undefined);
  const changed = nextVersion(stay, 'orphaned', {
    orphanedAt: now().toString(),
    ...(handedTo !== undefined && { handedTo }),
  });
  const { conflicts } = await tables.transact(requestWrites(stay, changed, { by }, deps));
  if (conflicts.length > 0) return 'conflict';
  await startRequest(changed, start);
  return 'asked';
}

function isToAnswerFor(stay: Stay, { now, university }: Pick<RequestDeps, 'now' | 'university'>): boolean {
  return stay.state === 'waiting' || isCurrent(stay, dayOf(now(), university.timeZone));
}

function isOlder(instant: string, hours: number, { now }: Pick<RequestDeps, 'now'>): boolean {
  return Temporal.Instant.compare(now(), Temporal.Instant.from(instant).add({ hours })) >= 0;
}
