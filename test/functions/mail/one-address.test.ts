import { domainToASCII, domainToUnicode } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOneAddress } from '../../../functions/mail/one-address.ts';
import { notOneAddress } from './mail.contract.ts';

test.each([
  ...[
    'ada@etu.uca.fr',
    'ada.lovelace+uca@gmail.com',
    'o’neil'.replace('’', "'") + '@emse.fr',
    'A_B-C@sub.sub.example.museum',
  ],
  ...[
    '1@2.fr',
    `${'a'.repeat(64)}@etu.example`,
    'ada@xn--universit-h4a.fr',
    'ada@example.xn--p1ai',
    'x=y/z{}~@a-b.example',
  ],
])('G-02: %s is an address', (address) => {
  expect(isOneAddress(address)).toBe(true);
});

test.each(notOneAddress)('G-03: %j is not one address', (text) => {
  expect(isOneAddress(text)).toBe(false);
});

const piece = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom('ada', 'etu', 'example', 'fr', 'xn--', 'xn--universit-h4a', 'a', '1', '-', '_'),
  },
  { weight: 5, arbitrary: fc.constantFrom('@', '.', '.', '@', '+') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(',', ';', ' ', '<', '>', '"', '\\', '(', ')', '[', ']', ':', '\r\n', '\u0000', '%0a'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom('\u200b', '\u202e', '。', '．', 'а', 'é', 'a'.repeat(63), 'b.'.repeat(60)) },
);
const whole = fc.constantFrom('ada@etu.example', 'a.b+c@x-y.example.fr', "o'neil@emse.fr", '1@xn--universit-h4a.fr');
const nearAddress = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc.tuple(whole, piece, fc.nat()).map(([address, part, at]) => {
    const middle = at % (address.length + 1);
    return address.slice(0, middle) + part + address.slice(middle);
  }),
);

test('G-02: an accepted address has one @, no control, space or special character, a valid domain, and 254 characters at most', () => {
  let accepted = 0;
  const keepsToTheRules = (text: string) => {
    if (!isOneAddress(text)) return true;
    accepted += 1;
    const domain = text.slice(text.indexOf('@') + 1).toLowerCase();
    return (
      text.split('@').length === 2 &&
      /^[\x21-\x7e]{3,254}$/.test(text) &&
      !/[()<>[\]:;,\\"]/.test(text) &&
      domainToASCII(domain) === domain &&
      domainToASCII(domainToUnicode(domain)) === domain
    );
  };
  fc.assert(fc.property(nearAddress, keepsToTheRules), { numRuns: 100_000 });
  expect(accepted).toBeGreaterThan(5_000);
}, 30_000);

test('takes what thousands of people may have: every ordinary address', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z0-9]{1,10}([._+-][a-z0-9]{1,10}){0,3}$/),
      fc.stringMatching(/^([a-z0-9]{1,10}\.){1,3}(fr|com|org|education)$/),
      (local, domain) => {
        expect(isOneAddress(`${local}@${domain}`)).toBe(true);
      },
    ),
  );
});
