/**
 * Text from somebody else as a sentence or a terminal may show it: in one line, visible, and cut where it is too long.
 * Escape sequences move a cursor and rename a window, and a change of direction makes a line read as another (F-04).
 */
export function inOneLine(text: string, longest = Infinity): string {
  const visible = text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ').trim();
  return visible.length > longest ? `${visible.slice(0, longest)}…` : visible;
}
