/**
 * A mail address by which its owner knows it and nobody else learns it: the first character and the top-level domain (B-15).
 * Dots stand for the rest, as many whatever its length.
 */
export function maskedAddress(address: string): string {
  const [first = ''] = address;
  const topLevel = address.slice(address.lastIndexOf('.') + 1);
  return `${first}…@….${topLevel}`;
}
