import { inject } from 'vitest';
import { worldInbox } from './local-clients.ts';

/** A browser without JavaScript: it keeps cookies, follows redirects, and sends forms as they stand on the page. */
export interface PersonOnline {
  /** What the page that is open says. */
  readonly page: () => string;
  /** The path of the page that is open. */
  readonly path: () => string;
  /** Cookies by name, as they were set last. */
  readonly cookies: ReadonlyMap<string, string>;
  open(address: string): Promise<number>;
  /** Sends the form of the open page that goes to this path, with its hidden fields and these. */
  send(action: string, fields: Readonly<Record<string, string>>): Promise<number>;
}

export function personOnline(): PersonOnline {
  const { portalUrl } = inject('world');
  const cookies = new Map<string, string>();
  let page = '';
  let path = '/';

  async function request(
    address: string,
    { headers, ...init }: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
  ): Promise<number> {
    const url = new URL(address, portalUrl);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...headers, 'accept-language': 'fr', ...(cookie !== '' && { cookie }) },
    });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '' || /max-age=0/i.test(set)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const next = answer.headers.get('location');
    if (answer.status === 303 && next !== null) return request(next);
    page = await answer.text();
    path = url.pathname;
    return answer.status;
  }

  return {
    page: () => page,
    path: () => path,
    cookies,
    open: (address) => request(address),
    send(action, fields) {
      const form = page.split('<form ').find((each) => each.includes(`action="${action}"`)) ?? '';
      const [inside = ''] = form.split('</form>');
      const hidden = [...inside.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)];
      const all = { ...Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value])), ...fields };
      return request(action, {
        method: 'POST',
        headers: { origin: portalUrl, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(all).toString(),
      });
    },
  };
}

/** The addresses of the links that were mailed to somebody, oldest first; each mail may hold several. */
export async function linksMailedTo(address: string): Promise<string[]> {
  const mails = (await worldInbox().mails()).filter(({ to }) => to.includes(address));
  return mails.flatMap(({ text }) => text.match(/http:\/\/localhost:\d+\/l\/[\w-]{43}/g) ?? []);
}

/** The newest link mailed to somebody that leads to this page. */
export async function newestLink(address: string, page: string): Promise<string | undefined> {
  for (const link of (await linksMailedTo(address)).toReversed()) {
    const answer = await fetch(link, { redirect: 'manual' });
    if (answer.headers.get('location')?.endsWith(page)) return link;
  }
  return undefined;
}
