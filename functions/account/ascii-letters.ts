import anyAscii from 'any-ascii';

/**
 * The letters `a`–`z` of a name, in order: accents and ligatures folded (é→e, œ→oe, ß→ss), other scripts transliterated,
 * everything else dropped, symbols that the library would spell out among it. Empty when no letter is left.
 */
export function asciiLetters(name: string): string {
  const letters = name.normalize('NFC').replaceAll(/[^\p{L}\p{M}]/gu, '');
  return anyAscii(letters)
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');
}

/** The parts of a name between spaces and hyphens, folded, without empty ones: `Jean-Baptiste` → `jean`, `baptiste`. */
export function asciiParts(name: string): string[] {
  return name
    .normalize('NFC')
    .split(/[\s\p{Dash}]+/u)
    .map(asciiLetters)
    .filter((part) => part !== '');
}
