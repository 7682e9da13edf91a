import { Temporal } from 'temporal-polyfill';
import type { Account } from '../../functions/account/account.ts';
import { type Link, type LinkPurpose, placeOf } from '../../functions/link/link.ts';
import { tokenHash } from '../../functions/link/link-token.ts';
import type { Operation, PasswordOperation } from '../../functions/operation/operation.ts';
import { markOf } from '../../functions/portal/link/held-link.tsx';
import { type Session, sessionHash } from '../../functions/session/session.ts';
import type { TableName } from '../../functions/table/tables.ts';
import type { Sent } from './account-browser.ts';
import { type AccountLife, lifeKey } from './account-life.ts';

/** How long each link and a session live (design.md), in minutes. */
const lives = {
  ...{
    status: 24 * 60,
    activation: 24 * 60,
    recovery: 30,
    'not-me': 7 * 24 * 60,
    result: 30,
    address: 30,
    stay: 30 * 24 * 60,
  },
  session: 8 * 60,
};
export const isOver = (life: keyof typeof lives, since: string, at: number) =>
  at >= Temporal.Instant.from(since).epochMilliseconds + lives[life] * 60_000;

/** The link that each page is behind. */
export const behind: Readonly<Record<string, LinkPurpose>> = {
  '/activate': 'activation',
  '/activate/address': 'activation',
  '/activate/code': 'activation',
  '/recover': 'recovery',
  '/result': 'result',
  '/not-me': 'not-me',
};

type Snapshot = ReturnType<AccountProofs['snapshot']>;
const timesIn = ({ events }: Snapshot, what: string) => events.filter((event) => event.startsWith(`${what}#`)).length;

/** Remembers what an account's links and sessions were when a moment began: what happens in it may race. */
export class AccountProofs {
  /** What may hold in the directories, by epoch. */
  readonly chosen = new Map<number, ReadonlySet<string>>();
  protected readonly life: AccountLife;
  protected readonly accountId: string;
  /** Sessions that somebody has ended. */
  protected readonly ended = new Set<string>();
  /** What was used up, and what was when the moment began. */
  protected readonly used = new Set<string>();
  #usedThen: ReadonlySet<string> = new Set();
  /** How often the CRI has lifted a lock in this moment. */
  protected unlocked = 0;
  protected then: Snapshot;
  protected now: Snapshot;

  constructor(life: AccountLife, accountId: string) {
    this.life = life;
    this.accountId = accountId;
    this.then = this.now = this.snapshot();
  }

  /** What the tables hold now. */
  snapshot() {
    const rows = (table: TableName) => this.life.rows(table) as unknown;
    return {
      account: (rows('accounts') as Account[]).find(({ accountId }) => accountId === this.accountId),
      links: new Map((rows('links') as Link[]).map((row) => [row.tokenHash, row])),
      sessions: new Map((rows('sessions') as Session[]).map((row) => [row.sessionHash, row])),
      operations: new Map((rows('operations') as Operation[]).map((row) => [row.operationId, row])),
      events: (rows('audit') as { subject: string; event: string }[])
        .filter(({ subject }) => subject === this.accountId)
        .map(({ event }) => event),
      letters: this.life.letters().length,
    };
  }

  /** How often something was done to the account in this moment, as its journal says. */
  protected times(what: string): number {
    return timesIn(this.now, what) - timesIn(this.then, what);
  }

  /** How often it was done in all. */
  done = (what: string): number => timesIn(this.snapshot(), what);

  account = (): Account | undefined => this.snapshot().account;
  /** What the account is called, once there is one. */
  login = (): string => this.account()?.login ?? 'nobody';

  /** Every password that was chosen for the account, and what became of it. */
  choices(): PasswordOperation[] {
    const all = [...this.snapshot().operations.values()].filter(({ kind }) => kind === 'password');
    return (all as PasswordOperation[]).filter(({ accountId }) => accountId === this.accountId);
  }

  /** What lets the owner in, as far as anybody can know; several where the same form was sent with different passwords. */
  current(epoch = this.account()?.credentialEpoch ?? 0): ReadonlySet<string> {
    const own = this.chosen.get(epoch) ?? new Set<string>();
    const { refusals, outcome = '' } = this.choices().find((each) => each.epoch === epoch) ?? {};
    // One that every directory refused changes nothing: the one before holds on.
    return refusals && /refused|cleared/.test(outcome) ? new Set([...own, ...this.current(epoch - 1)]) : own;
  }

  linkOf(token: string): Link | undefined {
    return this.snapshot().links.get(tokenHash(token, lifeKey));
  }

  isDeadLink(token: string): boolean {
    const link = this.then.links.get(tokenHash(token, lifeKey));
    return link !== undefined && !this.liveLink(token, link.purpose, this.life.clock.at.epochMilliseconds);
  }

  protected begins(): void {
    this.then = this.now;
    this.#usedThen = new Set(this.used);
  }

  /** The link of a token if it did what it is for when the moment began; one that was minted since is of an epoch since. */
  protected liveLink(token: string | undefined, purpose: LinkPurpose | undefined, at: number): Link | undefined {
    const hash = tokenHash(token ?? '', lifeKey);
    const before = this.then.links.get(hash);
    const link = before ?? this.now.links.get(hash);
    if (!link || link.purpose !== purpose || link.accountId !== this.accountId) return undefined;
    if (this.#usedThen.has(hash) || isOver(purpose, link.mintedAt, at)) return undefined;
    if (purpose === 'not-me' || purpose === 'status') return link;
    const { credentialEpoch = 0, liveLinks = [] } = this.then.account ?? {};
    if (!before) return link.epoch >= credentialEpoch ? link : undefined;
    const isAmongLive = !['activation', 'recovery'].includes(purpose) || liveLinks.includes(placeOf(link));
    return link.epoch === credentialEpoch && isAmongLive ? link : undefined;
  }

  /** The same, of a form that a page of this very link showed. */
  protected linkBehind({ cookies, fields, path, at }: Sent): Link | undefined {
    const link = this.liveLink(cookies['link'], behind[path], at);
    return link && fields['link'] === markOf(link, lifeKey) ? link : undefined;
  }

  protected openSession(token: string | undefined, at: number): Session | undefined {
    const hash = sessionHash(token ?? '', lifeKey);
    const before = this.then.sessions.get(hash);
    const session = before ?? this.now.sessions.get(hash);
    if (session?.accountId !== this.accountId || isOver('session', session.createdAt, at)) return undefined;
    if (this.ended.has(token ?? '') || this.#usedThen.has(hash) || !this.usable(['active', 'grace'], at)) return;
    const { credentialEpoch = 0, sessionEpoch = 0 } = this.then.account ?? {};
    const isOfNow = before ? session.epoch === credentialEpoch : session.epoch >= credentialEpoch;
    return isOfNow && session.sessionEpoch >= sessionEpoch ? session : undefined;
  }

  /** Whether the account could be used when the moment began, or at its end: states change both ways. */
  protected usable(states: readonly Account['state'][], at: number): boolean {
    const both = [this.then.account, this.now.account].filter((account) => account !== undefined);
    if (this.then.account?.lock && this.unlocked === 0) return false;
    return (
      both.some(({ state }) => states.includes(state)) &&
      both.some(({ lastDay }) => lastDay === undefined || at < endOf(lastDay).epochMilliseconds)
    );
  }
}

export function endOf(day: string): Temporal.Instant {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime('Europe/Paris').toInstant();
}
