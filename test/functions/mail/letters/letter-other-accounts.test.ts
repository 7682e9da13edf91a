import { expect, test } from 'vitest';
import { accountEnding } from '../../../../functions/mail/letters/account-ending.tsx';
import { accountSuspended } from '../../../../functions/mail/letters/account-suspended.tsx';
import { uca as university } from '../../../../functions/university/uca.ts';
import type { PopulationName } from '../../../../functions/university/university.ts';

const ada = { university, firstName: 'Ada', login: 'adalovel', lastDay: '2027-09-30', early: undefined } as const;
const written = async (population: PopulationName, others: readonly PopulationName[]) => {
  const { office } = university.populations[population];
  const about = { ...ada, population, office, others };
  const letters = await Promise.all([
    accountEnding({ ...about, daysLeft: 7, portalUrl: 'https://compte.example' }),
    accountSuspended({ ...about, erasedOn: '2028-09-30' }),
  ]);
  return letters.map(({ text }) => text.replace(/\s+/g, ' '));
};

test('whose PhD account ends is told to use the staff account only, for ISIMA and LIMOS', async () => {
  for (const words of await written('phd', ['staff'])) {
    expect(words).toContain('Your other account (staff) is not touched');
    expect(words).toContain('Une fois le compte doctorant terminé, seul le compte de personnel sert');
    expect(words).toContain('Once the PhD account has ended, use the staff account only, for ISIMA and LIMOS alike.');
    expect(words).not.toContain('which serves');
  }
});

test('whose staff account ends is told what the PhD account is for', async () => {
  for (const words of await written('staff', ['phd'])) {
    expect(words).toContain('It is the staff account, which serves ISIMA.');
    expect(words).toContain('It is the PhD account, which serves LIMOS.');
    expect(words).not.toContain('only');
  }
});

test('who studies and works here is told nothing of a PhD account', async () => {
  for (const words of await written('student', ['staff'])) expect(words).not.toContain('PhD');
});
