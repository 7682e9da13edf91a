import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loginBase, nthLogin } from '../../../functions/account/login.ts';

describe('a login', () => {
  test.each([
    ['Jean-Baptiste', 'd’Alençon', 'jeadalen'],
    ['Jean-Baptiste', "d'Alençon", 'jeadalen'],
    ['Li', 'O', 'lio'],
    ['Ada', 'Lovelace', 'adalovel'],
    ['Élodie', 'Lefèvre', 'elolefev'],
    ['Éloïse', 'Œuvrard', 'elooeuvr'],
    ['Noël', 'Ægidius', 'noeaegid'],
    ['François', 'Ça', 'fraca'],
    ['Zoë', 'Müller', 'zoemulle'],
    ['Jürgen', 'Groß', 'jurgross'],
    ['Straße', 'Weiß', 'strweiss'],
    ['Søren', 'Kierkegaard', 'sorkierk'],
    ['Łukasz', 'Wałęsa', 'lukwales'],
    ['Þóra', 'Guðmundsdóttir', 'thogudmu'],
    ['İbrahim', 'Şahin', 'ibrsahin'],
    ['Işıl', 'Çelik', 'isicelik'],
    ['Ñusta', 'Nuñez', 'nusnunez'],
    ['João', 'Gonçalves', 'joagonca'],
    ['Ana Maria', 'dos Santos', 'anadossa'],
    ['María José', 'García Márquez', 'margarci'],
    ['Nguyễn', 'Thị Ánh', 'nguthian'],
    ['Đặng', 'Văn Bảo', 'danvanba'],
    ['Čeněk', 'Dvořák', 'cendvora'],
    ['Žofie', 'Růžičková', 'zofruzic'],
    ['Ștefan', 'Țepeș', 'stetepes'],
    ['Győző', 'Kovács', 'gyokovac'],
    ['Ģirts', 'Bērziņš', 'girberzi'],
    ['Ėglė', 'Šimkutė', 'eglsimku'],
    ['Õnne', 'Pärn', 'onnparn'],
    ['Sámi', 'Ŋahppi', 'samngahp'],
    ['Иван', 'Петров', 'ivapetro'],
    ['Юлия', 'Щербакова', 'yulshche'],
    ['Ольга', 'Єгорова', 'olgiegor'],
    ['Δημήτρης', 'Παπαδόπουλος', 'dimpapad'],
    ['Ελένη', 'Ψαρρά', 'elepsarr'],
    ['محمد', 'علي', 'mhmly'],
    ['王', '小明', 'wanxiaom'],
    ['三郎', '佐藤', 'sanzuote'],
    ['さくら', 'たなか', 'saktanak'],
    ['ヒロシ', 'スズキ', 'hirsuzuk'],
    ['민준', '김', 'mingim'],
    ['ნინო', 'ბერიძე', 'ninberid'],
    ['Արամ', 'Խաչատրյան', 'arakhach'],
    ['दीपक', 'शर्मा', 'dipsrma'],
    ['สมชาย', 'ใจดี', 'smcaichd'],
    ['אברהם', 'כהן', 'vrhkhhn'],
    ['Anne', 'O’Neill', 'annoneil'],
    ['Seán', 'Ó Briain', 'seaobria'],
    ['Maeve', 'Mac Giolla', 'maemacgi'],
    ['Pier', "D'Angelo-Rossi", 'piedange'],
    ['Jean', 'de La Fontaine', 'jeadelaf'],
    ['Marie-Ève', 'Saint-Étienne', 'marsaint'],
    ['Al', 'Wu', 'alwu'],
    ['J.', 'P.', 'jp'],
    ['X Æ A-12', 'Musk', 'xaemusk'],
    ['Louis', 'XIV 2', 'louxiv'],
    ['e\u0301lodie', 'lefe\u0300vre', 'elolefev'],
    ['ﬁona', 'ﬂeur', 'fiofleur'],
    ['Ｊｅａｎ', 'Ｄｕｐｏｎｔ', 'jeadupon'],
    ['  Anna  ', '\tSmith\n', 'annsmith'],
    ['Ana\u200B', 'Lima\u200D', 'analima'],
    ['DUPONT', 'JEAN', 'dupjean'],
    ['K', 'Å', 'ka'],
    ['', 'Cher', 'cher'],
    ['Madonna', '', 'mad'],
  ])('of %s %s begins with %s', (firstName, lastName, base) => {
    expect(loginBase(firstName, lastName)).toBe(base);
  });

  test.each([
    ['123', '456'],
    ['-', '’'],
    ['', ''],
    ['😀', '🎓'],
  ])('has no letter to begin with for %j %j', (firstName, lastName) => {
    expect(loginBase(firstName, lastName)).toBe('');
  });

  test('is made of a to z and at most 8 letters, whatever the names (I-05, I-07)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (firstName, lastName) => {
        expect(loginBase(firstName, lastName)).toMatch(/^[a-z]{0,8}$/);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is the same for composed and decomposed accents, in any case', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-composite' }), (name) => {
        expect(loginBase(name.normalize('NFD'), name)).toBe(loginBase(name.normalize('NFC'), name));
      }),
    );
  });

  test('has no number for the first holder, then 1, 2, 3', () => {
    expect([1, 2, 3, 4].map((nth) => nthLogin('jeadupon', nth, []))).toEqual([
      'jeadupon',
      'jeadupon1',
      'jeadupon2',
      'jeadupon3',
    ]);
  });

  test('takes a number from the first holder on when its letters are unwanted', () => {
    expect([1, 2].map((nth) => nthLogin('conard', nth, ['conard']))).toEqual(['conard1', 'conard2']);
  });
});
