import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Letter } from '../../../../functions/mail/mail.ts';
import { missingPieces } from '../../../../functions/mail/letters/missing-pieces.tsx';
import { uca as university } from '../../../../functions/university/uca.ts';
import { letters, link, notMeLink, portal, withoutPortal } from './letters.ts';
import { readLetter, type Reading } from './read-letter.ts';

const folder = join(import.meta.dirname, '../../../../functions/mail/letters');

/** What a first name may smuggle into a mail. */
const hosts = [
  ...[
    'evil.example',
    'www.evil.example',
    'http://evil.example',
    'https://evil.example/l/abc?x=1#y',
    'HTTPS://EVIL.EXAMPLE',
  ],
  ...['//evil.example', 'ftp://evil.example', 'eve@evil.example', 'mailto:eve@evil.example', 'tel:+33899123456'],
  ...['javascript:alert(1)', 'data:text/html,<b>x</b>', '192.168.0.1', 'http://0x7f000001', '[::1]', 'http://[::1]/'],
  ...[
    'evil.xn--p1ai',
    'еvіl.com',
    'раураl.com',
    'evil.рф',
    'evil。example',
    'evil．example',
    'evil․example',
    'ｗｗｗ．ｅｖｉｌ．ｅｘａｍｐｌｅ',
  ],
  ...[
    '𝐞𝐯𝐢𝐥.𝐜𝐨𝐦',
    'ⓔⓥⓘⓛ.ⓒⓞⓜ',
    'evil\u200b.example',
    'e\u00advil.\u200dexample',
    'evil.\u2060example',
    'evil\u0000.example',
  ],
  ...[
    'evil.com.',
    'evil⒈com',
    'a℀b.com',
    '\u202emoc.live',
    'elpmaxe.live\u202d',
    'evil.\u0301com',
    'localhost:8080/x',
    'evil%2ecom',
  ],
];
const disguises: readonly ((host: string) => string)[] = [
  (host) => host,
  (host) => `Ada ${host}`,
  (host) => `${host} Ada`,
  (host) => `Ada\r\n${host}\r\nBcc: eve@evil.example`,
  (host) => `<a href="${host}">Ada</a>`,
  (host) => `"><img src="${host}" onerror=alert(1)><i x="`,
  (host) => `&lt;a href=&quot;${host}&quot;&gt;Ada&lt;/a&gt;`,
  (host) => `[Ada](${host})`,
  (host) => `(${host}), Ada`,
  (host) => `Ada.${host}.Ada`,
  (host) => `\u202eAda \u2066${host}\u2069`,
];
const markup = [
  ...[
    '<b>Ada</b>',
    '<script>alert(1)</script>',
    '</p></section><h1>Ada</h1>',
    '<!-- ',
    '-->',
    '<![CDATA[x]]>',
    '{{firstName}}',
  ],
  ...[
    '<style>*{display:none}</style>',
    '<svg/onload=alert(1)>',
    '<meta http-equiv=refresh content=0>',
    '&#60;b&#62;',
    '＜b＞Ada＜/b＞',
  ],
  ...[
    '<base href=//evil.example>',
    '<form action=//evil.example><input>',
    '" style="display:none',
    "' onmouseover='x",
    '</title><b>',
  ],
  ...[
    '</main></body></html>',
    '<plaintext>',
    '<textarea>',
    '<table><tr><td>',
    '\u2028<b>\u2029',
    '\u0008\u001b[31m',
    '$&$1$`',
  ],
];
const payloads = [...hosts.flatMap((host) => disguises.map((disguise) => disguise(host))), ...markup];

/** All letters greet by one function: each takes a third of the names, and ten letters take each name. */
const thirds = Object.entries(letters).map(
  ([name, write], nth) => [name, write, payloads.filter((_, at) => at % 3 === nth % 3)] as const,
);

describe.each(thirds)('the letter %s', (name, write, names) => {
  let letter: Letter;
  let reading: Reading;
  let nameless: Reading;
  beforeAll(async () => {
    letter = await write('Ada');
    reading = readLetter(letter);
    nameless = readLetter(await write(''));
  });

  test(`G-01: has its own links and nothing else, whichever of ${names.length} first names it greets`, async () => {
    expect(payloads.length).toBeGreaterThan(300);
    for (const payload of names) {
      const written = await write(payload);
      const read = readLetter(written);
      const greeted = read.elements.some(({ name }) => name === 'bdi');
      expect(read.elements, payload).toEqual((greeted ? reading : nameless).elements);
      expect(read.foundInPage, payload).toEqual(reading.foundInPage);
      expect(read.foundInText, payload).toEqual(reading.foundInText);
      expect(written.subject).toBe(letter.subject);
      expect(`${written.html}${written.text}`, payload).not.toMatch(/[\p{Cf}\u2028\u2029]|(?!\n)\p{Cc}/u);
    }
  }, 30_000);

  test('G-01: leads to the portal and to addresses of the settings only', () => {
    const ofSettings = JSON.stringify(university).match(/https:\/\/[^\s"()]+/g) ?? [];
    const allowed = [link, notMeLink, portal, `${portal}account`, `${portal}sponsor`, ...ofSettings];
    expect(reading.hrefs.filter((href) => !allowed.includes(href))).toEqual([]);
    expect(reading.hrefs.some((href) => href.startsWith(portal))).toBe(!withoutPortal.includes(name));
  });

  test('greets by name in both languages and both parts, and without one where none is left', async () => {
    for (const part of [letter.text, reading.words.replaceAll('\n', '')]) {
      expect(part).toContain('Bonjour Ada,');
      expect(part).toContain('Hello Ada,');
    }
    const { text } = await write('www.evil.example');
    expect(text).toContain('Bonjour,\n');
    expect(text).toContain('Hello,\n');
  });

  test('says everything in French, then in English, each half marked as such and under its heading', () => {
    const { elements } = reading;
    const languages = elements.filter(({ name }) => name === 'section').map(({ attributes }) => attributes['lang']);
    expect(languages).toEqual(['fr', 'en']);
    expect(elements.find(({ name }) => name === 'html')?.attributes['lang']).toBe('fr');
    expect(elements.filter(({ name }) => name === 'h1')).toHaveLength(2);
    const [french, english] = letter.subject.split(' / ');
    expect(letter.text.indexOf(french ?? '-')).toBeLessThan(letter.text.indexOf(english ?? '-'));
    expect(letter.text.startsWith('The English version is below.')).toBe(true);
  });

  test.each(['fr', 'en'] as const)('is in %s alone for somebody who has chosen it', async (language) => {
    const one = await write('Ada', { language });
    const [french, english] = letter.subject.split(' / ');
    expect(one.subject).toBe(language === 'fr' ? french : english);
    const { elements } = readLetter(one);
    expect(elements.filter(({ name: element }) => element === 'h1')).toHaveLength(1);
    expect(elements.flatMap(({ attributes }) => attributes['lang'] ?? [])).toEqual([language, language]);
    expect(one.text).not.toMatch(language === 'fr' ? /Hello|English/ : /Bonjour|English version/);
  });

  test('has the same links in the text as on the page, each on a line that no client breaks', () => {
    const shown = reading.foundInText.filter((url) => url.startsWith('https:'));
    expect(new Set(shown)).toEqual(new Set(reading.hrefs));
    for (const href of reading.hrefs) expect(letter.text.split(/\s/)).toContain(href);
  });

  test('loads nothing from anywhere, runs nothing and asks for nothing', () => {
    const elements = new Set(reading.elements.map(({ name }) => name));
    for (const name of ['img', 'link', 'script', 'style', 'iframe', 'form', 'input', 'object', 'base'])
      expect(elements).not.toContain(name);
    expect(letter.html).not.toMatch(/url\(|@import|src=/);
  });

  test('has a subject that a list of mails shows whole, without the name', () => {
    expect(letter.subject.length).toBeLessThanOrEqual(78);
    expect(letter.subject).not.toContain('Ada');
    expect(reading.words).toContain(letter.subject);
  });

  test('leaves no French colon or quotation mark alone on a line', () => {
    expect(`${letter.text}${reading.words}`).not.toMatch(/\x20[:;?!»]|«\x20/);
  });

  test('G-09: holds no birth date, password, file number or personal address, even of a caller who hands them over', async () => {
    const written = await write('Ada', {
      birthDate: '1815-12-10',
      password: 'CANARY-password',
      fileNumber: 'CANARY-file',
      opiNumber: 'CANARY-opi',
      studentNumber: 'CANARY-student',
      cvecNumber: 'CANARY-cvec',
      ine: 'CANARY-ine',
      personalEmail: 'canary@home.example',
      lastName: 'CANARY-name',
    });
    expect(JSON.stringify(written)).not.toMatch(/canary|1815|10 d[ée]cemb|10\/12/i);
  });
});

test('G-09: every letter is read by these tests, and none has a field for what a mail may not hold', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.tsx') && !file.startsWith('letter'));
  expect(new Set(Object.keys(letters).map((name) => `${name.split(',')[0] ?? ''}.tsx`))).toEqual(new Set(files));
  for (const file of files) {
    const source = readFileSync(join(folder, file), 'utf8');
    expect(source, file).not.toMatch(
      /birthDate|fileNumber|opiNumber|studentNumber|cvecNumber|personalEmail|\bine\b|\bpassword\??:|\.password/,
    );
  }
});

test('G-01: a piece that the university does not know is shown as it is, and as nothing else', async () => {
  const write = (piece: string) =>
    missingPieces({ university, firstName: 'Ada', pieces: [piece, 'cvec'], office: 'registrar', link });
  const plain = readLetter(await write('lettre_2'));
  for (const payload of payloads) {
    const read = readLetter(await write(payload));
    expect(read.elements, payload).toEqual(plain.elements);
    expect(read.foundInPage, payload).toEqual(plain.foundInPage);
    expect(read.foundInText, payload).toEqual(plain.foundInText);
  }
}, 30_000);
