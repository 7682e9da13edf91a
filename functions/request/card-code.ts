import { createHash } from 'node:crypto';

/** Crockford's base 32: no I, L, O or U. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 20;

/** The code of a card: 100 bits (80 are asked for), since it is guessed at without a limit by whoever has the page. */
export function newCardCode(randomBytes: (size: number) => Uint8Array): string {
  const drawn = Array.from(randomBytes(length), (byte) => letters.charAt(byte % 32));
  return drawn.join('').replace(/(.{4})(?=.)/g, '$1-');
}

/**
 * The token of the link that a card's code stands for: the QR code leads to `/l/<token>`, and whoever types the code is given
 * the same link.
 * @returns `undefined` for what is no code. Case, spaces and dashes make no difference, nor I, L and O for 1, 1 and 0.
 */
export function cardToken(typed: string): string | undefined {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Dash}]/gu, '')
    .replaceAll(/[IL]/g, '1')
    .replaceAll('O', '0');
  if (!/^[0-9A-HJKMNP-TV-Z]{20}$/.test(code)) return undefined;
  return createHash('sha256').update(`card\0${code}`).digest('base64url');
}
