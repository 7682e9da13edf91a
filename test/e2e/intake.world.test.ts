import { describe, expect, test } from 'vitest';
import type { Account } from '../../functions/account/account.ts';
import type { RowOutcome } from '../../functions/intake/row-outcome.ts';
import { type GeneratedRow, generateExport } from '../support/generate-export.ts';
import { ldapsearch } from '../support/ldapsearch.ts';
import { worldInbox } from '../support/local-clients.ts';
import { withoutDirectory } from '../support/local-directories.ts';
import { handOverExport } from '../support/office.ts';
import { patience } from '../support/patience.ts';
import { accountsInTable, rowsOf } from '../support/world-tables.ts';

const today = new Date().toISOString().slice(0, 10);

describe('200 files of an office, on the local cloud with IAM evaluated', () => {
  const { csv, rows } = generateExport({ office: 'registrar', rows: 200, seed: 7, today, bom: true, lineEnd: '\r\n' });
  const expected: Partial<Record<RowOutcome, number>> = {};
  for (const { expected: outcome } of rows) expected[outcome] = (expected[outcome] ?? 0) + 1;

  test('become the right accounts in both directories, with the right mails', async () => {
    const report = await handOverExport('registrar', csv);
    expect(report).toMatchObject({ outcome: 'applied', rows: 200, counts: expected });

    const accounts = await accountsOf(rows);
    expect(accounts).toHaveLength(expected.Onboarded ?? 0);
    expect(new Set(accounts.map(({ login }) => login)).size).toBe(accounts.length);
    expect(new Set(accounts.map(({ mailAddress }) => mailAddress)).size).toBe(accounts.length);
    for (const name of ['uca', 'isima-limos'] as const) {
      const entries = await ldapsearch(name);
      const wanted = accounts.filter(({ directories }) => directories[name] !== undefined);
      const ids = new Set(accounts.map(({ accountId }) => accountId));
      const held = [...entries].filter(([, { matriculeAccountId: [id = ''] = [] }]) => ids.has(id));
      expect(held.map(([login]) => login).sort()).toEqual(wanted.map(({ login }) => login).sort());
      for (const account of wanted) {
        expect(account.directories[name]?.status).toBe('verified');
        expect(entries.get(account.login)).toMatchObject({
          matriculeAccountId: [account.accountId],
          mail: [account.mailAddress],
          supannRessourceEtatDate: [`{COMPTE}A:SupannCree::${account.lastDay?.replaceAll('-', '') ?? ''}`],
        });
        expect(entries.get(account.login)).not.toHaveProperty('userPassword');
      }
    }

    const homonyms = accounts.map(({ login }) => login).filter((login) => /^jeadupon\d*$/.test(login));
    const numbers = homonyms.map((login) => Number(login.replace('jeadupon', '') || '0')).sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, index) => index));

    const addresses = new Set(rows.map(({ cells }) => cells.personal_email));
    const mails = (await worldInbox().mails()).filter(({ to: [to = ''] }) => addresses.has(to));
    for (const { cells, expected: outcome } of rows) {
      const received = mails.filter(({ to }) => to.includes(cells.personal_email));
      if (outcome === 'Onboarded')
        expect(received.map(({ subject }) => subject)).toEqual([expect.stringContaining('prêt')]);
    }
    expect(mails.length).toBe((expected.Onboarded ?? 0) + withAddress(rows));
  });

  test('change nothing and mail nobody when they are handed over again', async () => {
    const before = JSON.stringify(await accountsInTable());
    const mails = (await worldInbox().mails()).length;
    const report = await handOverExport('registrar', csv);
    expect(report.outcome).toBe('applied');
    expect(report.counts.Onboarded).toBeUndefined();
    expect(report.counts.Unchanged).toBe(
      (expected.Onboarded ?? 0) + (expected.FileIncomplete ?? 0) + (expected.FileRejected ?? 0),
    );
    expect(JSON.stringify(await accountsInTable())).toBe(before);
    expect(await worldInbox().mails()).toHaveLength(mails);
  });

  test('reach a directory that was stopped once it is back; the other is served meanwhile', async () => {
    const staff = generateExport({ office: 'hr', rows: 10, seed: 8, today, clean: true });
    await withoutDirectory('uca', async () => {
      const report = await handOverExport('hr', staff.csv);
      expect(report).toMatchObject({ outcome: 'applied', counts: { Onboarded: 10 } });
      const accounts = await accountsOf(staff.rows);
      expect(accounts.map(({ directories }) => directories.uca?.status)).toEqual(Array(10).fill('pending'));
      const elsewhere = accounts.flatMap(({ directories }) => directories['isima-limos']?.status ?? []);
      expect(elsewhere.length).toBeGreaterThan(0);
      expect(new Set(elsewhere)).toEqual(new Set(['verified']));
    });
    await expect
      .poll(
        async () => (await accountsInTable()).filter(({ directories }) => directories.uca?.status === 'pending').length,
        patience,
      )
      .toBe(0);
    const entries = await ldapsearch('uca');
    for (const { login } of await accountsOf(staff.rows)) expect(entries.has(login)).toBe(true);
  });
});

/** Incomplete files that have an address to write to: each got one mail. */
function withAddress(rows: readonly GeneratedRow[]): number {
  return rows.filter(
    ({ expected, cells }) =>
      expected === 'FileIncomplete' &&
      cells.personal_email !== '' &&
      (cells.affiliations !== 'emse' || cells.personal_email.endsWith('@emse.fr')),
  ).length;
}

/** The accounts that these rows opened: other tests of this world open others. */
async function accountsOf(rows: readonly GeneratedRow[]): Promise<Account[]> {
  const numbers = new Set(rows.map(({ cells }) => cells.file_number));
  const files = (await rowsOf('files')).filter(({ fileNumber }) => numbers.has(String(fileNumber)));
  const ids = new Set(files.map(({ accountId }) => accountId));
  return (await accountsInTable()).filter(({ accountId }) => ids.has(accountId));
}
