const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The first 128 bits of a hash in the form of an id: 26 characters of Crockford's base 32. */
export function idFrom(hash: Uint8Array): string {
  let rest = BigInt(`0x${Buffer.from(hash.subarray(0, 16)).toString('hex')}`);
  let text = '';
  for (let place = 0; place < 26; place += 1) {
    text = digits.charAt(Number(rest % 32n)) + text;
    rest /= 32n;
  }
  return text;
}
