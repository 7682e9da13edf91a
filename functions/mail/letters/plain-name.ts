/** Initials keep their dots: `J.`, `J.R.`, `J.-P.` */
const initials = /^(?:\p{L}\p{M}*\.-?)+$/u;

/** A word of an address or of a markup; a dot inside a word makes a host name of it, and IDNA counts U+3002 as one. */
const linkOrMarkup = /[@:/\\<>=&%#?。]|\.(?=[^.\s])/u;

/** As many as a greeting needs: what is longer is a message. */
const longest = 60;

/** Vietnamese and Indic scripts stack up to three; more is meant to spill over other lines. */
const mostMarks = 3;
const marksTooMany = new RegExp(`(\\p{M}{${mostMarks}})\\p{M}+`, 'gu');

/** What a reader takes for one character. */
const characters = new Intl.Segmenter();

/**
 * A person's name as a mail may show it (G-01): in one line, visible, and nothing in it that a mail client turns into a link.
 * Registries hold what people typed, and a mail of the university must not carry a stranger's address.
 *
 * @returns letters, spaces, apostrophes, hyphens and the dots of initials; 60 characters at most; empty when nothing is left.
 */
export function plainName(name: string): string {
  return plain(name, /[^\p{L}\p{M}'’ʼ·・.\- ]/gu);
}

/** The name that an office gave to a piece, held to the same rule; digits and underscores stay. */
export function plainPiece(piece: string): string {
  return plain(piece, /[^\p{L}\p{M}\p{Nd}'’_.\- ]/gu);
}

function plain(text: string, unwanted: RegExp): string {
  const words = text
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .normalize('NFC')
    .split(/[\s\p{Z}\p{Cc}]+/u);
  const shown = words
    .filter((word) => initials.test(word) || !linkOrMarkup.test(word))
    .map((word) => word.replace(/\.(?=\p{L})/gu, '. '))
    .join(' ')
    .replace(unwanted, ' ')
    .replace(marksTooMany, '$1')
    .replace(/(^|[^\p{L}\p{M}])\p{M}+/gu, '$1')
    .replace(/(^|[^\p{L}\p{M}])\.+/gu, '$1')
    .replace(/ +/g, ' ')
    .trim();
  return Array.from(characters.segment(shown), ({ segment }) => segment)
    .slice(0, longest)
    .join('')
    .trim();
}
