import { Browser, type Sent } from './account-browser.ts';
import type { Event } from './account-events.ts';
import { activation, ours, password, refusedIn } from './account-beginning.ts';
import type { AccountLife } from './account-life.ts';
import { codeIn, linksIn } from './account-mails.ts';
import type { AccountOracle } from './account-oracle.ts';

type Person = 'home' | 'library' | 'thief' | 'stranger';

/** What the owner of an account, in two browsers, a thief, a stranger and scanners of mail do, and what each knows. */
export class AccountPeople {
  readonly sent: Sent[] = [];
  readonly browsers: Readonly<Record<Person, Browser>>;
  readonly life: AccountLife;
  readonly oracle: AccountOracle;
  /** Passwords that the owner has chosen, and those that the thief has learned. */
  readonly #owners = [password(0)];
  readonly #stolen: string[] = [];
  #made = 0;

  constructor(life: AccountLife, oracle: AccountOracle) {
    this.life = life;
    this.oracle = oracle;
    const browser = (name: Person, address: string) => new Browser(name, address, life, this.sent);
    this.browsers = {
      home: browser('home', '192.0.2.10'),
      library: browser('library', '192.0.2.20'),
      thief: browser('thief', '198.51.100.30'),
      stranger: browser('stranger', '198.51.100.40'),
    };
  }

  /** Runs what was started last, as when nothing goes wrong. */
  async follow(follows = true): Promise<void> {
    const last = this.life.executions.at(-1);
    if (follows && last) await this.life.run(last);
  }

  async asks({ who, by, same, follows }: Omit<Event<'ask'>, 'do'>): Promise<void> {
    const browser = this.browsers[who];
    const path = by === 'file number' ? '/first-time/certificate' : '/forgotten';
    const form = (same ? browser.forms.get(path) : undefined) ?? this.life.newId();
    const { mailAddress = 'nobody@example.org', recovery } = this.oracle.account() ?? {};
    const known = recovery?.address ?? ours.personalEmail ?? '';
    const identifier = {
      login: this.oracle.login(),
      address: mailAddress,
      'recovery address': known,
      'file number': '',
    }[by];
    const claim = { number: ours.fileNumber, day: '10', month: '12', year: '2008', cvec: '', address: '' };
    await browser.post(path, { form, ...(by === 'file number' ? claim : { identifier }) });
    await this.follow(follows);
  }

  /** Links of the account's mails, the newest first: the owner reads them, scanners too, and of old ones some leak. */
  links(): string[] {
    const addresses = [...this.oracle.addresses, this.oracle.account()?.mailAddress];
    const mails = this.life.letters().filter(({ to }) => addresses.includes(to));
    return mails.flatMap(({ text }) => linksIn(text)).toReversed();
  }

  async opens({ who, nth, look }: Event<'open'>): Promise<void> {
    const links = this.links();
    const token = links[nth % Math.max(links.length, 1)];
    if (token === undefined) return;
    const scanner = new Browser('scanner', '198.51.100.50', this.life, this.sent);
    const browser = who === 'scanner' ? scanner : this.browsers[who];
    if (who === 'scanner') await browser.head(`/l/${token}`);
    const { location } = await browser.get(`/l/${token}`);
    if (look && location !== '') await browser.get(location);
  }

  cookies({
    who,
    cookies,
  }: {
    readonly who: Person;
    readonly cookies: Event<'look'>['cookies'];
  }): Readonly<Record<string, string>> {
    const { jar, past } = this.browsers[who];
    const own = Object.fromEntries(jar);
    const { link = '', session = '', address = session } = own;
    switch (cookies) {
      case 'own':
        return own;
      case 'none':
        return {};
      case 'earlier':
        return { ...own, ...Object.fromEntries(past.filter(([, value]) => !Object.values(own).includes(value))) };
      case 'swapped':
        return { ...own, link: address, session: link, address: link };
    }
  }

  #typed(who: Person, like: Event<'sign in'>['like']): string {
    const owners = [...this.#owners, ...this.oracle.current()];
    const known = { home: owners, library: owners, thief: this.#stolen, stranger: [password(0)] }[who];
    const current = known.at(-1) ?? 'Rien-de-connu-2026';
    if (like === 'wrong') return 'Pas-le-bon-mot-2026';
    return like === 'current' ? current : (known.findLast((each) => each !== current) ?? current);
  }

  signsIn(who: Person, like: Event<'sign in'>['like']): Promise<Sent> {
    return this.browsers[who].post('/sign-in', { name: this.oracle.login(), password: this.#typed(who, like) });
  }

  async chooses(event: Event<'choose'>): Promise<void> {
    const { who, page, like, same, first, follows } = event;
    const { oracle, life } = this;
    const browser = this.browsers[who];
    const isOwner = who === 'home' || who === 'library';
    if (first && page === '/account/password' && !browser.jar.has('session')) await this.signsIn(who, 'current');
    else if (first && isOwner) await this.#holdsWayIn(who);
    const cookies = this.cookies(event);
    const behind = { activation: '/activate', status: '/activate', result: '/result' } as const;
    const { purpose } = oracle.linkOf(cookies['link'] ?? '') ?? {};
    const own = purpose ? (Object.entries(behind).find(([each]) => each === purpose)?.[1] ?? '/recover') : undefined;
    const otherwise = oracle.account()?.state === 'provisioned' ? '/activate' : '/account/password';
    const path = page === 'its own' ? (own ?? otherwise) : page;
    const form = (same ? (browser.forms.get(path) ?? browser.forms.get('/recover')) : undefined) ?? life.newId();
    const fresh = password((this.#made += 1), refusedIn[like]);
    const chosen = { weak: 'abc', 'a former one': this.#typed(who, 'former') }[like as string] ?? fresh;
    const asked = life.rows('operations').findLast(({ kind }) => kind === 'address')?.['operationId'];
    const recovery = like === 'new' && typeof asked === 'string' ? asked : 'known';
    const current = path === '/account/password' && { current: this.#typed(who, 'current') };
    const fields = path === '/activate' ? activation(form, chosen, recovery) : { form, password: chosen, ...current };
    const { location } = await browser.post(path, fields, { cookies, tab: event.tab });
    if (location !== '/result') return;
    (isOwner ? this.#owners : this.#stolen).push(chosen);
    await this.follow(follows);
  }

  /** Opens the newest link that lets in; when there is none, asks for one. */
  async #holdsWayIn(who: Person): Promise<void> {
    const find = () =>
      this.links().find((token) => {
        const letsIn = ['activation', 'recovery'].includes(this.oracle.linkOf(token)?.purpose ?? '');
        return letsIn && !this.oracle.isDeadLink(token);
      });
    if (find() === undefined) await this.asks({ who, by: 'login', same: false, follows: true });
    const token = find();
    if (token !== undefined) await this.browsers[who].get(`/l/${token}`);
  }

  async givesAddress(event: Event<'address'>): Promise<void> {
    const { who, under, gives, first, follows } = event;
    const browser = this.browsers[who];
    const isCode = gives === 'the code' || gives === 'another code';
    if (first && under === '/account' && !browser.jar.has('session')) await this.signsIn(who, 'current');
    if (!isCode || (first && !browser.jar.has('address'))) {
      const address = who === 'thief' ? 'thief@example.net' : `chloe.${isCode ? 'two' : gives}@example.org`;
      const current = under === '/account' && { current: this.#typed(who, 'current') };
      const fields = { form: this.life.newId(), address, ...current };
      await browser.post(`${under}/address`, fields, { cookies: this.cookies(event), tab: event.tab });
      await this.follow(follows);
    }
    if (!isCode) return;
    // The owner reads it; a thief has no such mailbox, and guesses.
    const isRight = gives === 'the code' && (who === 'home' || who === 'library');
    const mails = this.life.letters().filter(({ to }) => to.startsWith('chloe.t'));
    const code = mails.map(({ text }) => codeIn(text)).findLast((each) => each !== undefined);
    const typed = { code: (isRight ? code : undefined) ?? '12345678' };
    await browser.post(`${under}/code`, typed, { cookies: this.cookies(event), tab: event.tab });
    await this.follow(follows);
  }

  steals(what: Event<'steal'>['what']): void {
    const { thief, home, library } = this.browsers;
    if (what === 'password') this.#stolen.push(...this.#owners.slice(-1));
    // A live link is the proof itself: what leaks, as by a history, is one that was used or is over.
    const leaked = this.links().find((token) => this.oracle.isDeadLink(token));
    const held = what === 'link' ? leaked : (home.jar.get(what) ?? library.jar.get(what));
    if (held !== undefined) thief.hold(what, held);
  }
}
