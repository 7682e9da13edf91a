import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainName, plainPiece } from '../../../../functions/mail/letters/plain-name.ts';
import { linksIn } from './read-letter.ts';

test.each([
  ...[
    'Ada',
    'Jean-Baptiste',
    'Élodie',
    'Zoë',
    'Nguyễn Thị',
    'Łukasz',
    'Øyvind',
    'Ñuño',
    'Seán',
    'Þóra',
    'Ğülşen',
    'İpek',
  ],
  ...['D’Arcy', "N'Golo", 'Hawaiʼi', 'Marcel·la', 'J.', 'J.-P.', 'Martin Jr.', 'Mary Ann', 'Anne-Marie Élise', 'X Æ'],
  ...['محمد', 'שרה', 'Зоя', 'Ελένη', '美咲', '지민', 'สมชาย', 'अनुष्का', 'თამარ', 'Հայկ', 'ሰላም', 'マリア・ルイサ'],
])('greets %s by that name', (name) => {
  expect(plainName(name)).toBe(name);
});

test.each([
  ['  Ada \t Lovelace  ', 'Ada Lovelace'],
  ['Ada\r\nBcc: eve@evil.example', 'Ada'],
  ['J.R.', 'J. R.'],
  ['E\u0301lodie', 'Élodie'],
  ['Ａｄａ', 'Ada'],
  ['A\u200bd\u2060a\u202e', 'Ada'],
  ['Ada2', 'Ada'],
  ['Ada, Marie', 'Ada Marie'],
  ['(Ada)', 'Ada'],
  ['A\u0300\u0301\u0302\u0303\u0304\u0305d', 'À\u0301\u0302\u0303d'],
  ['\u0301Ada', 'Ada'],
  ['...', ''],
  ['', ''],
  ['\u202e\u200b\u3164', ''],
  ['<b>Ada</b>', ''],
  ['Ada <script>', 'Ada'],
  ['Ada evil.example', 'Ada'],
  ['Ada evil。example', 'Ada'],
  ['Ada evil．example', 'Ada'],
  ['Ada...', 'Ada.'],
  ['www.evil.example', ''],
  ['Ada 0899 12 34 56', 'Ada'],
  ['Ada \u{1F393}', 'Ada'],
  ['Ada '.repeat(40), 'Ada '.repeat(15).trim()],
])('makes of %j %j', (name, shown) => {
  expect(plainName(name)).toBe(shown);
});

test('keeps digits and underscores in the name that an office gave to a piece, and no link', () => {
  expect(plainPiece('lettre_2')).toBe('lettre_2');
  expect(plainPiece('constructor')).toBe('constructor');
  expect(plainPiece('lettre_2 192.168.0.1 https://evil.example')).toBe('lettre_2');
  expect(plainPiece('<b>lettre</b>')).toBe('');
});

const typed = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          'ada',
          'evil',
          'com',
          'www',
          'http',
          '://',
          '.',
          '。',
          '．',
          '․',
          '…',
          '⒈',
          '℀',
          '㏂',
          '@',
          '/',
          ':',
          '1',
          '10',
        ),
        fc.constantFrom(
          ' ',
          '\n',
          '\u200b',
          '\u202e',
          '\u00ad',
          '\u3164',
          '\u0301',
          '-',
          "'",
          '(',
          '<',
          '&',
          '\u{1F393}',
          'é',
        ),
        fc.string({ unit: 'grapheme', maxLength: 2 }),
      ),
      { maxLength: 16 },
    )
    .map((parts) => parts.join('')),
);

test.each([
  ['a name', plainName, /^[\p{L}\p{M}'’ʼ·・.\- ]*$/u],
  ['a piece', plainPiece, /^[\p{L}\p{M}\p{Nd}'’_.\- ]*$/u],
] as const)(
  'G-01: whatever was typed, %s is one visible line without a link, and is read the same twice',
  (_, plain, allowed) => {
    const holds = (text: string) => {
      const shown = plain(text);
      const segments = [...new Intl.Segmenter().segment(shown)].length;
      const invisible = /[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]/u.test(shown);
      return (
        allowed.test(shown) &&
        segments <= 60 &&
        !invisible &&
        linksIn(shown).length === 0 &&
        plain(shown) === shown &&
        shown === shown.trim()
      );
    };
    fc.assert(fc.property(typed, holds), { numRuns: 20_000 });
    expect(holds('Ada')).toBe(true);
  },
  30_000,
);
