import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWellFormedAddress } from '../../../functions/intake/well-formed-address.ts';

test.each([
  'ada@example.org',
  "d'alencon@example.org",
  'jean-baptiste.o_1+uca@mail.example.co.uk',
  'A.B@EXAMPLE.ORG',
  'x@xn--bcher-kva.example',
  `${'x'.repeat(64)}@example.org`,
])('%s is an address', (address) => expect(isWellFormedAddress(address)).toBe(true));

describe('one address and nothing else is accepted (G-03)', () => {
  test.each([
    'a@example.org,b@example.org',
    'a@example.org;b@example.org',
    'a@example.org b@example.org',
    'Ada <ada@example.org>',
    '<ada@example.org>',
    '"ada"@example.org',
    '"a@b"@example.org',
    'ada@example.org (home)',
    'ada@@example.org',
    'ada@example.org@example.com',
    'mailto:ada@example.org',
    'ada%example.com@example.org',
    'example.com!ada@example.org',
    '|sh@example.org',
    '[ada@example.org]',
    '["ada@example.org","b@example.org"]',
  ])('not %s', (text) => expect(isWellFormedAddress(text)).toBe(false));
});

describe('an address has a form that every relay reads alike (G-02)', () => {
  test.each([
    '',
    'ada',
    '@example.org',
    'ada@',
    'ada@localhost',
    'ada@example',
    'ada@.org',
    'ada@example..org',
    'ada@example.org.',
    'ada@-example.org',
    'ada@example-.org',
    'ada@192.0.2.1',
    'ada@[192.0.2.1]',
    'ada@exam_ple.org',
    '.ada@example.org',
    'ada.@example.org',
    'a..da@example.org',
    'adà@example.org',
    'ada@exämple.org',
    'ada@example.org\r\nBcc: eve@example.org',
    'ada@example.org\n',
    'ada\u0000@example.org',
    'ada@example.org\u202E',
    'ada@xn--\u00e9.org',
    'ada@xn--a.example',
    'ada＠example.org',
    `${'x'.repeat(65)}@example.org`,
    `ada@${`${'x'.repeat(63)}.`.repeat(4)}org`,
  ])('not %j', (text) => expect(isWellFormedAddress(text)).toBe(false));

  test('on 100,000 strings: what is accepted has one @, no control, space or special, 254 characters at most', () => {
    const near = fc
      .tuple(
        fc.string({ unit: fc.constantFrom(...Array.from('aZ9.-+_\'"@,;<>() \t\r\n\0%!|é')), maxLength: 12 }),
        fc.constantFrom('@', '@', '@', '', '@@', ' @'),
        fc.string({ unit: fc.constantFrom(...Array.from('aZ9.-_@,; \r\n\0é')), maxLength: 12 }),
        fc.constantFrom('.org', '', '.', '.org\n', '.xn--a', ','),
      )
      .map((parts) => parts.join(''));
    let accepted = 0;
    fc.assert(
      fc.property(fc.oneof(near, fc.emailAddress(), fc.string({ unit: 'binary' })), (text) => {
        if (!isWellFormedAddress(text)) return;
        accepted += 1;
        expect(text).toMatch(/^[!-~]{3,254}$/);
        expect(text).not.toMatch(/[()<>[\]:;\\,"\s%!|`]/);
        expect(text.split('@')).toHaveLength(2);
      }),
      { numRuns: 100_000 },
    );
    expect(accepted).toBeGreaterThan(1000);
  }, 60_000);
});
