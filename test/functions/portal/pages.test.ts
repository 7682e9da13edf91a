import { describe, expect, test } from 'vitest';
import { openPages, portalWorld, publicUrl } from '../../support/portal-world.ts';

const titleOf = (page: string) => /<title>(.*)<\/title>/.exec(page)?.[1];
const languageOf = (page: string) => /<html lang="(\w+)">/.exec(page)?.[1];

describe('every page', () => {
  test.each(openPages)(
    '%s is there in both languages, whole, with a title and one heading of its own',
    async (path) => {
      const { request } = portalWorld();
      const [fr, en] = await Promise.all(
        ['fr', 'en'].map(async (language) =>
          (await request(path, { headers: { 'accept-language': language } })).text(),
        ),
      );
      expect([languageOf(fr ?? ''), languageOf(en ?? '')]).toEqual(['fr', 'en']);
      expect(titleOf(fr ?? '')).not.toBe(titleOf(en ?? ''));
      for (const page of [fr ?? '', en ?? '']) {
        expect(page).toMatch(/^<!doctype html><html /);
        expect(page.match(/<h1>/g)).toHaveLength(1);
        expect(page).not.toMatch(/undefined|\[object|NaN/);
      }
    },
  );

  test('has titles that differ from each other', async () => {
    const { request } = portalWorld();
    const titles = await Promise.all(openPages.map(async (path) => titleOf(await (await request(path)).text())));
    expect(new Set(titles).size).toBe(openPages.length);
  });

  test.each(openPages)(
    'B-11: %s names no other site but in links, and holds no script or style of its own',
    async (path) => {
      const page = await (await portalWorld().request(path)).text();
      expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:|http-equiv/);
      expect(page).not.toMatch(/<script(?! type="module" src="\/assets\/)/);
      for (const [, url] of page.matchAll(/\s(?:src|action|data|poster|srcset)="([^"]*)"/g))
        expect(url).toMatch(/^\/[^/]/);
      for (const [, url] of page.matchAll(/<link [^>]*href="([^"]*)"/g)) expect(url).toMatch(/^\/assets\//);
    },
  );

  test.each(openPages)('has only links that lead somewhere: %s', async (path) => {
    const { request } = portalWorld();
    const page = await (await request(path)).text();
    for (const [, href = ''] of page.matchAll(/<a [^>]*href="([^"]*)"/g)) {
      if (href.startsWith('https://')) continue;
      const [to = '', anchor] = href.split('#');
      const target = to === '' ? page : await (await request(to)).text();
      expect(titleOf(target), href).not.toContain('introuvable');
      if (anchor !== undefined) expect(target, href).toContain(`id="${anchor}"`);
    }
  });

  test('has unique ids, and labels and descriptions that exist', async () => {
    const { request } = portalWorld();
    for (const path of openPages) {
      const page = await (await request(path)).text();
      const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
      expect(new Set(ids).size, path).toBe(ids.length);
      for (const [, list = ''] of page.matchAll(/\s(?:aria-(?:describedby|labelledby)|for)="([^"]*)"/g)) {
        for (const id of list.split(' ')) expect(ids, path).toContain(id);
      }
    }
  });
});

describe('the language', () => {
  test('follows the browser, then what the person chose, which is remembered', async () => {
    const { request } = portalWorld();
    const english = { 'accept-language': 'en' };
    expect(languageOf(await (await request('/help', { headers: english })).text())).toBe('en');
    const chosen = await request('/help?lang=fr', { headers: english });
    expect(languageOf(await chosen.text())).toBe('fr');
    const [cookie = ''] = chosen.headers.getSetCookie();
    expect(cookie).toBe('__Host-lang=fr; Max-Age=34560000; Path=/; HttpOnly; Secure; SameSite=Lax');
    const later = await request('/', { headers: { ...english, cookie: cookie.split(';')[0] ?? '' } });
    expect(languageOf(await later.text())).toBe('fr');
  });

  test('is switched by a link that keeps the page', async () => {
    const { request } = portalWorld();
    for (const path of openPages) {
      const page = await (await request(path)).text();
      expect(page).toContain(`<a href="${path}?lang=en" lang="en" hreflang="en">English</a>`);
    }
  });

  test('E-07: leads nowhere else, whatever is asked for', async () => {
    const { request } = portalWorld();
    for (const path of [
      '//evil.example',
      '/%2f%2fevil.example',
      '/\\evil.example',
      '/?lang=en&next=//evil.example',
      '/help?lang=fr&to=https://evil.example',
    ]) {
      const response = await request(`${publicUrl}${path}`);
      expect(response.headers.get('location')).toBeNull();
      expect(await response.text()).not.toContain('evil');
    }
  });

  test.each(['?lang=de', '?lang=', '?lang=fr&lang=en', '?lang=FR'])('D-09: is not read from %s', async (query) => {
    const { request } = portalWorld();
    const response = await request(`/help${query}`);
    expect(response.status).toBe(400);
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test('is not read from a cookie that holds something else', async () => {
    const { request } = portalWorld();
    const response = await request('/', { headers: { cookie: '__Host-lang=de; lang=en', 'accept-language': 'fr' } });
    expect(languageOf(await response.text())).toBe('fr');
  });
});
