import type { AccountLife } from './account-life.ts';
import { behindLink } from './link-world.ts';
import { publicUrl } from './portal-world.ts';

/** A request as it left a browser, and what came back. */
export interface Sent {
  readonly who: string;
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Without the prefix `__Host-`. */
  readonly cookies: Readonly<Record<string, string>>;
  /** Epoch milliseconds. */
  readonly at: number;
  /** 0 as long as no answer came. */
  status: number;
  location: string;
  /** The cookies that the answer sets. */
  readonly set: Record<string, string>;
}

/** What a browser does beside filling in a form. */
interface How {
  readonly cookies?: Sent['cookies'] | undefined;
  /** Whether the form stood open in another tab since it was last shown; otherwise its page is opened now. */
  readonly tab?: boolean;
}

/** A cookie jar, and what a browser remembers of the pages that it has seen. */
export class Browser {
  readonly jar = new Map<string, string>();
  /** Cookies that it has held, oldest first: who goes back in its history sends them again. */
  readonly past: (readonly [name: string, value: string])[] = [];
  /** The forms that it has sent, by path. */
  readonly forms = new Map<string, string>();
  /** What the last page for each form named its link by; and the last page of all. */
  readonly #marks = new Map<string, string>();
  readonly #name: string;
  readonly #address: string;
  readonly #life: AccountLife;
  readonly #noted: Sent[];

  /** @param noted where every request is noted. */
  constructor(name: string, address: string, life: AccountLife, noted: Sent[]) {
    this.#name = name;
    this.#address = address;
    this.#life = life;
    this.#noted = noted;
  }

  hold(name: string, value: string): void {
    this.jar.set(name, value);
    this.past.push([name, value]);
  }

  get = (path: string, cookies?: Sent['cookies']): Promise<Sent> => this.#send('GET', path, {}, cookies);
  head = (path: string): Promise<Sent> => this.#send('HEAD', path, {});

  /** Fills in the form of a page: one that stands behind a link names it as the page did. */
  async post(path: string, fields: Sent['fields'], { cookies, tab = false }: How = {}): Promise<Sent> {
    if (!behindLink.test(path)) return this.#send('POST', path, fields, cookies);
    const page = path === '/l/fresh' ? '/status' : path;
    // The page of another link than is asked for leads to its own, or offers a fresh one.
    const { location } = tab && this.#marks.has(path) ? { location: '' } : await this.get(page, cookies);
    if (behindLink.test(location)) await this.get(location, cookies);
    const link = this.#marks.get(path) ?? this.#marks.get('') ?? '';
    return this.#send('POST', path, { link, ...fields }, cookies);
  }

  async #send(
    method: Sent['method'],
    path: string,
    fields: Sent['fields'],
    cookies: Sent['cookies'] = Object.fromEntries(this.jar),
  ): Promise<Sent> {
    const at = this.#life.clock.at.epochMilliseconds;
    const sent: Sent = { who: this.#name, method, path, fields, cookies, at, status: 0, location: '', set: {} };
    this.#noted.push(sent);
    if (fields['form'] !== undefined) this.forms.set(path, fields['form']);
    const cookie = Object.entries(cookies).map(([name, value]) => `__Host-${name}=${value}`);
    const ofForm = { 'content-type': 'application/x-www-form-urlencoded', origin: publicUrl };
    const response = await this.#life.request(path, {
      ...{ address: this.#address, method },
      headers: { ...(cookie.length > 0 && { cookie: cookie.join('; ') }), ...(method === 'POST' && ofForm) },
      ...(method === 'POST' && { body: new URLSearchParams(fields).toString() }),
    });
    sent.status = response.status;
    sent.location = response.headers.get('location') ?? '';
    for (const header of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^__Host-(\w+)=([^;]*)/.exec(header) ?? [];
      if (value === '') this.jar.delete(name);
      else this.hold(name, (sent.set[name] = value));
    }
    const [, mark] = /<input type="hidden" name="link" value="([^"]*)"/.exec(await response.text()) ?? [];
    if (mark !== undefined) for (const each of [path, '']) this.#marks.set(each, mark);
    return sent;
  }
}
