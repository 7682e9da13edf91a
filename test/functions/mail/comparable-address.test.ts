import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparableAddress } from '../../../functions/mail/comparable-address.ts';

describe('an address in its comparable form', () => {
  test('D-13: is what it is, whatever was typed, when it is made comparable again', () => {
    const odd = fc.constantFrom(
      ...Array.from('ıİſKßΣςﬁ²\u200b\u00ad\ufeff\u0301\u0345\u3000Ａ＠．ǅ\u1e9e\u0130\u1fb3\u2126 \t\n@.a'),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.oneof(odd, fc.string({ unit: 'grapheme' }))).map((each) => each.join('')),
    );
    fc.assert(
      fc.property(text, (typed) => {
        const once = comparableAddress(typed);
        expect(comparableAddress(once)).toBe(once);
      }),
      { numRuns: 100_000 },
    );
  }, 60_000);

  test.each([
    ['capitals', 'Ada.Lovelace@Example.ORG'],
    ['spaces around it', '  ada.lovelace@example.org\n'],
    ['fullwidth letters', 'ａｄａ.lovelace＠example．org'],
    ['a zero-width space', 'ada.\u200blovelace@example.org'],
    ['a soft hyphen', 'ada.love\u00adlace@example.org'],
    ['a byte order mark', '\ufeffada.lovelace@example.org'],
    ['a line break inside', 'ada.lovelace@exam\nple.org'],
  ])('D-13: is the same with %s', (_, typed) => {
    expect(comparableAddress(typed)).toBe('ada.lovelace@example.org');
  });

  test.each([
    ['a dotless i', 'm\u0131ke@example.org', 'mike@example.org'],
    ['a dotted capital I', 'm\u0130ke@example.org', 'mike@example.org'],
    ['an accent', 'andré@example.org', 'andre@example.org'],
    ['a Cyrillic letter', '\u0430da@example.org', 'ada@example.org'],
    ['a dash', 'ada-l@example.org', 'adal@example.org'],
    ['a dot', 'ada.l@example.org', 'adal@example.org'],
    ['a space inside', 'ada l@example.org', 'adal@example.org'],
    ['a sharp s', 'stra\u00dfe@example.org', 'strasse@example.org'],
  ])('D-13: differs from another by %s', (_, one, other) => {
    expect(comparableAddress(one)).not.toBe(comparableAddress(other));
  });

  // These fold by compatibility. No stored address holds them, so that they lead to the stored bytes of a plain one (B-14).
  test.each([
    ['a long s', 'mi\u017fs@example.org', 'miss@example.org'],
    ['a Kelvin sign', 'mi\u212ae@example.org', 'mike@example.org'],
    ['a superscript', 'ada\u00b2@example.org', 'ada2@example.org'],
  ])('D-13: does not differ by %s', (_, one, other) => {
    expect(comparableAddress(one)).toBe(comparableAddress(other));
  });
});
