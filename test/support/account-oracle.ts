import { Temporal } from 'temporal-polyfill';
import type { Account } from '../../functions/account/account.ts';
import { tokenHash } from '../../functions/link/link-token.ts';
import type { Operation, PasswordOperation } from '../../functions/operation/operation.ts';
import { operationIdOf } from '../../functions/portal/operation-id.ts';
import { sessionHash } from '../../functions/session/session.ts';
import { directories } from '../../functions/university/university.ts';
import type { Sent } from './account-browser.ts';
import { type AccountLife, lifeKey } from './account-life.ts';
import { AccountProofs, behind, endOf, isOver } from './account-proofs.ts';
import { codeIn, linksIn } from './account-mails.ts';

/**
 * Says of every moment of an account's life whether it was right: what was accepted was proven, by something that was not
 * used before, in the epoch that it was of; and nobody is in who did not prove it.
 */
export class AccountOracle extends AccountProofs {
  /** Every session of this account that a browser was given. */
  readonly sessions = new Set<string>();
  /** Where mail about the account may go: with those that somebody proven has asked for. */
  readonly addresses: Set<string>;
  readonly #confirmed: Set<string>;

  constructor(life: AccountLife, accountId: string, address: string) {
    super(life, accountId);
    this.addresses = new Set([address]);
    this.#confirmed = new Set([address]);
  }

  /** Judges what was sent in a moment, and what came of it. */
  async judge(sent: readonly Sent[], cri: Cri = {}): Promise<void> {
    this.now = this.snapshot();
    this.unlocked = this.times('unlocked');
    for (const each of sent) this.#reached(each);
    const accepted = this.choices().filter(({ operationId }) => !this.then.operations.has(operationId));
    for (const operation of accepted.sort((one, other) => one.epoch - other.epoch)) this.#proven(operation, sent);
    this.#epochs(accepted.length, sent, cri);
    this.#opened(accepted, sent);
    this.#asked(accepted, sent);
    this.#mailed();
    this.#inDirectories();
    await this.#over(sent);
    this.begins();
  }

  /** Pages behind a proof were reached with it, and with nothing else (B-16). */
  #reached({ who, method, path, status, location, cookies, set, fields, at }: Sent): void {
    const shown = status === (method === 'POST' ? 422 : 200) || /^\/\w+\/code$/.test(location);
    const link = this.now.links.get(tokenHash(cookies['link'] ?? '', lifeKey));
    const hash = sessionHash(cookies['session'] ?? '', lifeKey);
    const session = this.now.sessions.get(hash) ?? this.then.sessions.get(hash);
    const isOther = (row: { accountId: string } | undefined) => row !== undefined && row.accountId !== this.accountId;
    const says = `${who} ${method} ${path} was answered ${String(status)} ${location}`;
    if (/^\/account\b/.test(path) && shown && !isOther(session) && !this.openSession(cookies['session'], at))
      fail(`${says} without a live session`);
    if (
      path in behind &&
      path !== '/not-me' &&
      shown &&
      !isOther(link) &&
      !this.liveLink(cookies['link'], behind[path], at)
    )
      fail(`${says} without a live link`);
    if (path === '/not-me' && status === 200 && link?.purpose !== 'not-me') fail(`${says} without its link`);
    // The same form sent again by who was let in is answered alike, and nobody else is led to what became of it.
    const given = this.now.links.get(tokenHash(set['link'] ?? '', lifeKey));
    if (method !== 'POST' || location !== '/result' || given?.accountId !== this.accountId) return;
    if (given.operationId !== operationOf(fields, this.accountId)) fail(`${says} of somebody else’s choice`);
  }

  /** Of what was accepted: by whom, and with what. */
  #proven({ operationId, epoch, purpose }: PasswordOperation, sent: readonly Sent[]): void {
    const proofs = sent.flatMap((each) => {
      const { method, path, fields, cookies, at } = each;
      if (method !== 'POST' || operationOf(fields, this.accountId) !== operationId) return [];
      const password = fields['password'] ?? '';
      const link = this.linkBehind(each);
      const states =
        path === '/recover' ? (['active', 'grace'] as const) : (['provisioned', 'active', 'grace'] as const);
      if (link && this.usable(states, at)) return [{ hash: link.tokenHash, of: link.epoch, password }];
      const session = path === '/account/password' ? this.openSession(cookies['session'], at) : undefined;
      const isKnown = session && this.current(session.epoch).has(fields['current'] ?? '');
      return isKnown ? [{ hash: session.sessionHash, of: session.epoch, password }] : [];
    });
    const spentBy = (hash: string) => this.now.links.get(hash)?.usedBy ?? this.now.sessions.get(hash)?.spentBy;
    const valid = proofs.filter(({ of, hash }) => of + 1 === epoch && !this.used.has(hash));
    const proof = valid.find(({ hash }) => spentBy(hash) === operationId) ?? valid[0];
    if (!proof) return fail(`A password was accepted in epoch ${epoch} (${purpose}) without a live proof`);
    const isKept = this.now.links.has(proof.hash) || this.now.sessions.has(proof.hash);
    if (isKept && spentBy(proof.hash) !== operationId)
      fail(`The proof of the choice of epoch ${epoch} was not used up`);
    this.used.add(proof.hash);
    this.chosen.set(epoch, new Set(valid.map(({ password }) => password)));
  }

  /** An epoch begins with a choice, a lock, its end, a suspension and a return, and with nothing else (B-09, J-09, K-10). */
  #epochs(accepted: number, sent: readonly Sent[], cri: Cri): void {
    const [then, now] = [this.then.account, this.now.account];
    const raised = (now?.credentialEpoch ?? 0) - (then?.credentialEpoch ?? 0);
    const [locked, suspended] = [this.times('locked'), this.times('suspended')];
    const returns = (then?.state === 'suspended' || suspended > 0) && now?.state !== 'suspended';
    const reasons = accepted + locked + this.unlocked + suspended + Number(returns);
    if (raised < reasons) fail('An epoch did not begin with a choice, a lock, its end, a suspension or a return');
    if (raised > reasons) fail('An epoch began without a reason');
    if ((now?.state === 'suspended') !== (then?.state === 'suspended') && suspended === 0 && !returns)
      fail('An account was suspended without a word in its journal');
    const isLocked = now?.lock !== undefined;
    if (isLocked !== Boolean(then?.lock) && locked + this.unlocked === 0)
      fail('A lock came or went without a word in the journal');
    if (this.unlocked > 0 && !cri.unlocked) fail('A lock went away by itself');
    if (then?.lock && this.unlocked === 0 && accepted > 0) fail('A locked account took a password');
    if ((now?.liveLinks.length ?? 0) > 3) fail('More than three links let somebody in');
    const saidNotMe = (each: Sent) => each.method === 'POST' && each.path === '/not-me' && this.linkBehind(each);
    if (locked > 0 && !cri.locked && !sent.some(saidNotMe)) fail('An account was locked by nobody');
  }

  /** Sessions begin with the password of the epoch that they are of, and nothing else (E-02, B-09). */
  #opened(accepted: readonly PasswordOperation[], sent: readonly Sent[]): void {
    const names = [this.now.account?.login, this.now.account?.mailAddress];
    for (const { accountId, sessionHash: hash, epoch } of this.now.sessions.values()) {
      if (accountId !== this.accountId || this.then.sessions.has(hash)) continue;
      const isChange = accepted.some((each) => each.purpose === 'change' && each.epoch === epoch);
      const isKnown = ({ path, fields, at }: Sent) =>
        path === '/sign-in' &&
        names.includes(fields['name']) &&
        this.current(epoch).has(fields['password'] ?? '') &&
        this.usable(['active', 'grace'], at);
      if (!isChange && !sent.some(isKnown))
        fail(`A session of epoch ${epoch} was opened to who did not type its password`);
    }
    for (const { session = '' } of sent.map(({ set }) => set))
      if (this.now.sessions.get(sessionHash(session, lifeKey))?.accountId === this.accountId)
        this.sessions.add(session);
  }

  /** Another recovery address is asked for by who is let in, and counts with its code (B-17). */
  #asked(accepted: readonly PasswordOperation[], sent: readonly Sent[]): void {
    for (const each of this.now.operations.values()) {
      if (each.kind !== 'address' || each.accountId !== this.accountId) continue;
      const was = this.then.operations.get(each.operationId);
      if (!was && !sent.some((request) => this.#asksFor(each, request)))
        fail('Another recovery address was asked for by nobody who had proved anything');
      this.addresses.add(each.address);
      if (each.confirmedAt === undefined || (was?.kind === 'address' && was.confirmedAt !== undefined)) continue;
      const mails = this.life.letters().filter(({ to }) => to === each.address);
      const isTyped = (request: Sent) => {
        const { path, fields, cookies, at } = request;
        if (!mails.some(({ text }) => codeIn(text) === (fields['code'] ?? ''))) return false;
        return path === '/account/code' ? this.openSession(cookies['session'], at) : this.linkBehind(request);
      };
      if (!sent.some(isTyped)) fail('Another recovery address was confirmed without its code');
      this.#confirmed.add(each.address);
    }
    const [then, now] = [this.then.account, this.now.account];
    const { address, usableFrom } = now?.recovery ?? {};
    if (address === undefined || usableFrom === undefined || address === then?.recovery?.address) return;
    if (!this.#confirmed.has(address)) fail('The account is recovered by an address that nobody has confirmed');
    const waits = Temporal.Instant.from(usableFrom).since(this.life.clock.at).total('hours') >= 72;
    const isActivated = accepted.some(({ purpose }) => purpose === 'activation');
    if (!isActivated && !waits && address !== this.#recoveredBy(then))
      fail('A changed address recovers the account at once');
  }

  /** Whether this request, by somebody who is let in, asked for another address. */
  #asksFor({ operationId }: Operation, request: Sent): boolean {
    const { path, fields, cookies, at } = request;
    const about = [this.accountId, fields['address'] ?? ''] as const;
    if (operationIdOf('address', fields['form'] ?? '', about, lifeKey) !== operationId) return false;
    if (path === '/activate/address') return this.linkBehind(request) !== undefined;
    const session = path === '/account/address' ? this.openSession(cookies['session'], at) : undefined;
    return session !== undefined && this.current(session.epoch).has(fields['current'] ?? '');
  }

  #recoveredBy(account: Account | undefined): unknown {
    const { recovery } = account ?? {};
    const file = this.life.rows('files').find(({ accountId }) => accountId === this.accountId);
    if (!recovery) return file?.['personalEmail'];
    const waits = Temporal.Instant.compare(this.life.clock.at, Temporal.Instant.from(recovery.usableFrom)) < 0;
    return waits ? recovery.former : recovery.address;
  }

  /** Mail goes to the account’s own addresses alone, and what lets in to those that recover it (B-14, B-17). */
  #mailed(): void {
    const recovering = [this.#recoveredBy(this.then.account), this.#recoveredBy(this.now.account)];
    for (const { to, text } of this.life.letters().slice(this.then.letters)) {
      for (const token of linksIn(text)) {
        const link = this.now.links.get(tokenHash(token, lifeKey));
        if (link?.accountId !== this.accountId) continue;
        const isOurs = this.addresses.has(to) || to === this.now.account?.mailAddress;
        if (!isOurs) fail(`A mail with a ${link.purpose} link went to an address that is not the account’s`);
        if (/activation|recovery/.test(link.purpose) && !recovering.includes(to))
          fail('A link that lets in went elsewhere than to where the account is recovered');
      }
    }
  }

  /**
   * What a directory holds is what was chosen in the epoch of its version, or nothing; where the account says that a password
   * is verified, the directory has it, and it is one and the same everywhere.
   */
  #inDirectories(): void {
    const { login = 'nobody', credentialEpoch = 0, passwords = {} } = this.now.account ?? {};
    const verified = directories.filter((name) => {
      const said = passwords[name];
      return said?.status === 'verified' && said.epoch === credentialEpoch;
    });
    const there = verified.map((name) => this.life.servers[name].passwordOf(login));
    if (there.includes(undefined)) fail('A directory is said to have the password, and has none');
    if (new Set(there).size > 1) fail('Two directories are said to have the password, and have different ones');
    if (there.some((held) => !this.current().has(held ?? '')))
      fail('A directory is said to have the password, and has another');
    for (const directory of directories) {
      const version = this.life.servers[directory].versionOf(login) ?? 0;
      const held = this.life.servers[directory].passwordOf(login);
      if (version > 2 * credentialEpoch + 1) fail(`${directory} is of an epoch that has not begun`);
      if (held !== undefined && !this.chosen.get(Math.floor(version / 2))?.has(held))
        fail(`${directory} holds another password than was chosen in its epoch`);
      if (held !== undefined && version % 2 === 1) fail(`${directory} holds a password that was deleted`);
    }
  }

  /** No session outlives what ends it: each that was ever given is tried (A-09, B-09, K-10). */
  async #over(sent: readonly Sent[]): Promise<void> {
    const { account } = this.now;
    const isEverywhere = (account?.sessionEpoch ?? 0) > (this.then.account?.sessionEpoch ?? 0);
    for (const { path, cookies, set, location } of sent) {
      const { session } = cookies;
      const isNew = path === '/sign-in' && set['session'] !== undefined;
      if (session !== undefined && (isNew || (path === '/sign-out' && location === '/'))) this.ended.add(session);
      const isAsked = path === '/account/sign-out-everywhere' && location === '/';
      if (isAsked && !isEverywhere && this.openSession(session, 0)) fail('Signing out everywhere did nothing');
    }
    const at = this.life.clock.at.epochMilliseconds;
    for (const token of this.sessions) {
      const hash = sessionHash(token, lifeKey);
      const row = this.now.sessions.get(hash);
      if (isEverywhere && this.then.sessions.has(hash)) this.ended.add(token);
      if ((row?.epoch ?? 0) < (account?.credentialEpoch ?? 0)) this.ended.add(token);
      if (!(await this.life.isSignedIn(token))) continue;
      if (this.ended.has(token)) fail('A session that had ended opens the account');
      if (!row || isOver('session', row.createdAt, at)) fail('A session of more than 8 hours opens the account');
      const isOperational = account && !account.lock && ['active', 'grace'].includes(account.state);
      if (!isOperational || at >= (account.lastDay ? endOf(account.lastDay).epochMilliseconds : Infinity))
        fail('A session opens an account that may not be used');
    }
  }
}

/** What the CRI did in a moment. */
export interface Cri {
  readonly locked?: true;
  readonly unlocked?: true;
}

function operationOf(fields: Sent['fields'], accountId: string): string | undefined {
  const { form } = fields;
  return form === undefined ? undefined : operationIdOf('password', form, [accountId], lifeKey);
}

function fail(what: string): never {
  throw new Error(what);
}
