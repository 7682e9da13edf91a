import { expect, test } from 'vitest';
import { hasAccount } from '../../../../functions/mail/letters/has-account.tsx';
import { uca as university } from '../../../../functions/university/uca.ts';
import { readLetter } from './read-letter.ts';

const ada = { university, firstName: 'Ada', login: 'adalovel', office: 'hr' } as const;

test('someone whose account is active is told so and sent to “I have an account”, by no link that lets anybody in', async () => {
  const letter = await hasAccount({ ...ada, portalUrl: 'https://portal.example' });
  const words = letter.text.replace(/\s+/g, ' ');
  expect(letter.subject).toBe('Vous avez déjà un compte UCA / You already have a UCA account');
  expect(words).toContain('votre compte est déjà actif');
  expect(words).toContain('your account is already active');
  expect(words).toContain('Your login: adalovel');
  expect(words).toContain('choisissez « J’ai un compte »');
  expect(words).toContain('direction des ressources humaines');
  expect(new Set(readLetter(letter).hrefs)).toEqual(new Set(['https://portal.example']));
});
