import { describe, expect, test } from 'vitest';
import { everyKind } from './request-letters.ts';
import { readLetter } from './read-letter.ts';

describe.each(Object.entries(everyKind))('the letter %s', (_, write) => {
  test('says it in both languages, under a subject that a list of mails shows whole', async () => {
    const letter = await write('Ada');
    const reading = readLetter(letter);
    expect(letter.subject.length).toBeLessThanOrEqual(78);
    expect(reading.words).toContain(letter.subject);
    const halves = await Promise.all((['fr', 'en'] as const).map((language) => write('Ada', { language })));
    expect(halves.map(({ subject }) => subject).join(' / ')).toBe(letter.subject);
    expect(halves[0]?.text).not.toBe(halves[1]?.text);
  });
});

test('a sponsor is told each step in words of its own', async () => {
  const texts = await Promise.all(Object.values(everyKind).map((write) => write('Ada', { language: 'en' })));
  expect(new Set(texts.map(({ subject, text }) => `${subject}${text}`)).size).toBe(texts.length);
});

test('the ticket manager is told a reference and no name', async () => {
  const { text } = (await everyKind['ticket, stay']?.('')) ?? { text: '' };
  expect(text).toContain('01K5M0Q7T8V9W0X1Y2Z3A4B5D6');
  expect(text).not.toMatch(/Hopper|Grace|Curie|@/);
});
