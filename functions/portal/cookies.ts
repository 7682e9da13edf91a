import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { linkLives } from '../link/link.ts';
import type { Language, Text } from '../university/university.ts';
import { languageNamed } from './language.ts';
import { type NoticeName, noticeNamed, notices } from './notices.ts';

// E-01: the prefix __Host- ties a cookie to this host and to a secure connection; no script reads it. Lax and not
// Strict, since a link in a mail is followed from another site.
const ours = { prefix: 'host', path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const;

/** Browsers keep a cookie for 400 days at most (RFC 6265bis, 5.5). */
const languageKeptSeconds = 400 * 24 * 3600;

export function rememberLanguage(c: Context, language: Language): void {
  setCookie(c, 'lang', language, { ...ours, maxAge: languageKeptSeconds });
}

export function rememberedLanguage(c: Context): Language | undefined {
  return languageNamed(getCookie(c, 'lang', 'host'));
}

/** Keeps the token of a link for as long as the link can live. */
export function rememberLink(c: Context, token: string): void {
  setCookie(c, 'link', token, { ...ours, maxAge: linkLives.activation.total('seconds') });
}

export function rememberedLink(c: Context): string | undefined {
  return getCookie(c, 'link', 'host');
}

export function forgetLink(c: Context): void {
  deleteCookie(c, 'link', { ...ours });
}

/** Keeps the token of another recovery address that is asked for: only this browser may confirm it. */
export function rememberAddress(c: Context, token: string): void {
  setCookie(c, 'address', token, { ...ours, maxAge: linkLives.address.total('seconds') });
}

export function rememberedAddress(c: Context): string | undefined {
  return getCookie(c, 'address', 'host');
}

export function forgetAddress(c: Context): void {
  deleteCookie(c, 'address', { ...ours });
}

/** No Max-Age: on a computer of the library it goes with the browser. */
export function rememberSession(c: Context, token: string): void {
  setCookie(c, 'session', token, ours);
}

export function rememberedSession(c: Context): string | undefined {
  return getCookie(c, 'session', 'host');
}

export function forgetSession(c: Context): void {
  deleteCookie(c, 'session', { ...ours });
}

/** Half a year: who has not come in here for longer has the tries of a stranger. */
const deviceKeptSeconds = 182 * 24 * 3600;

/** That somebody has proven themselves here before (known-device.ts). */
export function rememberDevice(c: Context, device: string): void {
  setCookie(c, 'device', device, { ...ours, maxAge: deviceKeptSeconds });
}

export function rememberedDevice(c: Context): string | undefined {
  return getCookie(c, 'device', 'host');
}

/** Long enough to find one's password. */
const wayKeptSeconds = 10 * 60;

/** The pages that somebody may be on the way to while they sign in: our own, and nothing that is typed (E-07). */
const ways = /^\/(?:sponsor|cri)(?:\/[a-z]+(?:\/[0-9A-Z]{26})?)?$/;

/** Keeps the page of a desk that asked for a sign-in. */
export function rememberWay(c: Context, path: string): void {
  if (ways.test(path)) setCookie(c, 'way', path, { ...ours, maxAge: wayKeptSeconds });
}

/** Where somebody was going, once. */
export function takeWay(c: Context): string | undefined {
  const path = getCookie(c, 'way', 'host');
  if (path === undefined) return undefined;
  deleteCookie(c, 'way', { ...ours });
  return ways.test(path) ? path : undefined;
}

/** What the next page says: in a cookie and in no address, so that no link makes a page say it. */
export function rememberNotice(c: Context, name: NoticeName): void {
  setCookie(c, 'notice', name, { ...ours, maxAge: 60 });
}

/** What this page has to say, once. */
export function takeNotice(c: Context): Text | undefined {
  const held = getCookie(c, 'notice', 'host');
  if (held === undefined) return undefined;
  deleteCookie(c, 'notice', { ...ours });
  const name = noticeNamed(held);
  return name && notices[name];
}
