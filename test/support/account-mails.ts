/** The code that a mail brings, without its space. */
export function codeIn(text: string): string | undefined {
  return /\b(\d{4}) (\d{4})\b/.exec(text)?.slice(1).join('');
}

/** The tokens of the links in a mail. */
export function linksIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\/l\/([\w-]{43})/g)].map(([, token = '']) => token))];
}
