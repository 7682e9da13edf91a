import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { linkLives } from '../link/link.ts';
import type { Language } from '../university/university.ts';
import { languageNamed } from './language.ts';

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
