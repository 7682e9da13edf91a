import { expect, test } from 'vitest';
import { accountEnded } from '../../../../functions/mail/letters/account-ended.tsx';
import { uca as university } from '../../../../functions/university/uca.ts';
import { readLetter } from './read-letter.ts';

const ada = { university, firstName: 'Ada', login: 'adalovel', office: 'registrar' } as const;

test('someone whose account has ended is told since when and who to ask, and is given no link at all', async () => {
  const letter = await accountEnded({ ...ada, lastDay: '2027-10-01' });
  const words = letter.text.replace(/\s+/g, ' ');
  expect(letter.subject).toBe('Votre compte UCA a pris fin / Your UCA account has ended');
  expect(words).toContain('Votre identifiant : adalovel * Dernier jour : 1er octobre 2027');
  expect(words).toContain('Your login: adalovel * Last day: 1 October 2027');
  expect(words).toContain('Il ne peut plus servir');
  expect(words).toContain('It can no longer be used');
  expect(words).toContain('Adressez-vous à : votre service de scolarité (scola)');
  expect(readLetter(letter).hrefs).toEqual([]);
});

test('an account that ended without a date is said to have ended, without one', async () => {
  const words = (await accountEnded(ada)).text.replace(/\s+/g, ' ');
  expect(words).toContain('a pris fin.');
  expect(words).toContain('has ended.');
  expect(words).not.toMatch(/dernier jour|last day|undefined/i);
});
