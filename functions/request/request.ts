import * as z from 'zod/mini';
import { day } from '../file/file.ts';
import { id } from '../step/id.ts';
import { languages, services } from '../university/university.ts';

/** What somebody may ask for in the name of another: the population that the account would be of. */
export const stayKinds = ['guest', 'temporary-guest', 'local'] as const;
export type StayKind = (typeof stayKinds)[number];

/** `waiting`: for the CRI. A declined or withdrawn request never opens anything. */
const states = ['waiting', 'granted', 'declined', 'withdrawn'] as const;

/** Who decided, what and why: the reason is told to who asked, and of a later end to the guest. The last one. */
const decision = z.object({ by: id, at: z.string(), verdict: z.enum(['granted', 'declined']), reason: z.string() });

/**
 * What happened last, which is the version's own and what is told of it. `asked`, `decided` and `withdrawn`: the request;
 * `extension-…`: a later end. `extended`: by the sponsor alone. `offered`, `taken-over`, `offer-declined`: handed over to a
 * colleague. `orphaned`: the sponsor has left, or says that the guest is not theirs; `kept`: and answers for the guest again.
 */
export const requestEvents = [
  'asked',
  'decided',
  'withdrawn',
  'extension-asked',
  'extension-decided',
  'extension-withdrawn',
  'extended',
  'ended',
  'undone',
  'offered',
  'taken-over',
  'offer-declined',
  'orphaned',
  'kept',
] as const;
export type RequestEvent = (typeof requestEvents)[number];

const common = {
  requestId: id,
  /** Counts the changes, from 1: each is worked on by one execution, and two people do not decide at once. */
  version: z.number(),
  state: z.enum(states),
  event: z.enum(requestEvents),
  askedAt: z.string(),
  /** The account that asked for what waits, or did: nobody decides on their own request (K-09). */
  askedBy: id,
  language: z.enum(languages),
  reason: z.string(),
  decision: z.exactOptional(decision),
  /** Epoch seconds: the tables forget after this what never opened anything. */
  expiresAt: z.exactOptional(z.number()),
};

/** A sponsor's end before the last day that was promised; it can be undone until an instant. */
const ended = z.object({ on: day, at: z.string(), undoUntil: z.string() });

/** A stay that a member of staff answers for. What they type is no evidence that links people. */
const stay = z.object({
  ...common,
  kind: z.enum(stayKinds),
  /** The account that answers for the guest. */
  sponsorId: id,
  /** Of a form with several guests: its first request, which tells the sponsor and the CRI of all. */
  group: z.exactOptional(z.object({ first: id, of: z.number() })),
  firstName: z.string(),
  lastName: z.string(),
  /** Absent for a guest who is handed a card. */
  mail: z.exactOptional(z.string()),
  startsOn: day,
  /** The last day that was promised: nobody but the sponsor or the CRI moves it. */
  endsOn: day,
  services: z.array(z.enum(services)),
  /** The last day until which the CRI granted services to the account itself: a later end does not prolong them. */
  servicesUntil: z.exactOptional(day),
  /** A later end that waits for the CRI. */
  wantedEnd: z.exactOptional(day),
  /** Who is asked to take the guest over, and has not answered. */
  handedTo: z.exactOptional(id),
  /** Who answered for the guest before. */
  formerSponsorId: z.exactOptional(id),
  /** When the unit's contact was asked last, since the sponsor has left or says that the guest is not theirs: an instant. */
  orphanedAt: z.exactOptional(z.string()),
  ended: z.exactOptional(ended),
  /** Once it is granted. */
  fileId: z.exactOptional(id),
  accountId: z.exactOptional(id),
});
export type Stay = z.infer<typeof stay>;

/** A service that the holder of an account asks for: a ticket. */
const access = z.object({
  ...common,
  kind: z.literal('access'),
  accountId: id,
  service: z.enum(services),
  /** The last day that is asked for, then the one that is granted. */
  until: day,
});
export type Access = z.infer<typeof access>;

/** Something that is asked for and waits for a decision as a row, never as a running execution. */
export const requestSchema = z.discriminatedUnion('kind', [stay, access]);
export type Request = z.infer<typeof requestSchema>;

/** Whether the CRI has something to decide. */
export function isWaiting(request: Request): boolean {
  return request.state === 'waiting' || (request.kind !== 'access' && request.wantedEnd !== undefined);
}

/** The desk where everything stands that waits for the CRI; the desk of a sponsor is the id of their account. */
export const criDesk = 'cri';

/** The desk of what a workflow still has to do or tell: what stands there after a day is started again. */
export const workDesk = 'work';
