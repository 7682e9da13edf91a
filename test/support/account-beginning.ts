import { university } from '../../functions/university/uca.ts';
import type { DirectoryName } from '../../functions/university/university.ts';
import { Browser } from './account-browser.ts';
import { accountLife, type LifeSoFar } from './account-life.ts';
import { linksIn } from './account-mails.ts';
import { ada, chloe } from './people.ts';

/** Where a walk begins: nothing but the office's file; an account that waits for its person; one that is in use. */
export type Beginning = 'file' | 'account' | 'in use';

export const password = (n: number, but = '') => `Orage-${but}Violet-${String(n)}-Tasse`;
/** What a directory does not take in a password, whenever it is asked. */
export const refusedIn: Record<string, string> = { uca: 'Granit-', 'isima-limos': 'Basalte-' } satisfies Record<
  DirectoryName,
  string
>;
/** The school's account ends within the walk's reach. */
export const ours = { ...chloe, endsOn: '2026-09-30' };
/** A stranger to the account that is looked at, with one of her own. */
const theirs = { ...ada, fileNumber: 'D2026-0009', opiNumber: 'OPI-0009', birthDate: '2007-01-02' };

export const activation = (form: string, chosen: string, recovery = 'known') => ({
  ...{ form, recovery, password: chosen },
  charter: university.charter.version,
});

const lived = new Map<Beginning, Promise<LifeSoFar>>();

async function live(beginning: Beginning): Promise<LifeSoFar> {
  const life = accountLife();
  life.unsteady.steady = true;
  for (const row of [theirs, ours]) {
    const stored = await life.handOver(row);
    if ((row === ours && beginning === 'file') || !('fileId' in stored)) break;
    await life.deps.start.onboarding(life.newId(), { operationId: life.newId(), fileId: stored.fileId });
    await life.runAll();
    if (row === ours && beginning === 'account') break;
    const browser = new Browser('first', '192.0.2.1', life, []);
    await browser.get(`/l/${linksIn(life.letters().at(-1)?.text ?? '')[0] ?? ''}`);
    await browser.post('/activate', activation(life.newId(), password(0)));
    await life.runAll();
  }
  return life.soFar();
}

/** Lived once: every walk goes on from there. */
export function lifeUntil(beginning: Beginning): Promise<LifeSoFar> {
  const known = lived.get(beginning) ?? live(beginning);
  lived.set(beginning, known);
  return known;
}
