import * as z from 'zod/mini';
import { day } from '../file/file.ts';
import { id } from '../step/id.ts';
import { languages, services } from '../university/university.ts';

/** What somebody may ask for in the name of another: the population that the account would be of. */
export const stayKinds = ['guest', 'temporary-guest', 'local'] as const;
export type StayKind = (typeof stayKinds)[number];

/** `waiting`: for the CRI. A declined or withdrawn request never opens anything. */
const states = ['waiting', 'granted', 'declined', 'withdrawn'] as const;

/** Who decided, and why: the reason is told to who asked. */
const decision = z.object({ by: id, at: z.string(), reason: z.string() });

const common = {
  requestId: id,
  /** Counts the changes, from 1: each is worked on by one execution, and two people do not decide at once. */
  version: z.number(),
  state: z.enum(states),
  askedAt: z.string(),
  language: z.enum(languages),
  reason: z.string(),
  decision: z.exactOptional(decision),
};

/** A stay that a member of staff answers for. What they type is no evidence that links people. */
const stay = z.object({
  ...common,
  kind: z.enum(stayKinds),
  /** The account that answers for the guest. */
  sponsorId: id,
  firstName: z.string(),
  lastName: z.string(),
  /** Absent for a guest who is handed a card. */
  mail: z.exactOptional(z.string()),
  startsOn: day,
  /** The last day that was promised: nobody but the sponsor or the CRI moves it. */
  endsOn: day,
  services: z.array(z.enum(services)),
  /** A later end that waits for the CRI. */
  wantedEnd: z.exactOptional(day),
  /** Who is asked to take the guest over, and has not answered. */
  handedTo: z.exactOptional(id),
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

/** The desk where everything stands that waits for the CRI; the desk of a sponsor is the id of their account. */
export const criDesk = 'cri';
