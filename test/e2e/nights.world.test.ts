import { S3Client } from '@aws-sdk/client-s3';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import * as z from 'zod/mini';
import type { Account } from '../../functions/account/account.ts';
import { holdSchema } from '../../functions/cleanup/brake.ts';
import type { HandedOver } from '../../functions/file/file.ts';
import { readJsonOf } from '../../functions/intake/json-object.ts';
import { s3Objects } from '../../functions/intake/s3-objects.ts';
import { writtenDay } from '../../functions/portal/language.ts';
import { type ReconcileReport, reconcileReportSchema } from '../../functions/reconcile/reconcile-report.ts';
import { nightsOfRound, slicesOfNight } from '../../functions/reconcile/slices.ts';
import { university } from '../../functions/university/uca.ts';
import { type DeskBrowser, deskBrowser, main, path, screen, send, status } from '../support/desk-browser.ts';
import { accountOf, both, choose, forgetProofs, inDays, linkTo, mailTo, staff } from '../support/desk-people.ts';
import { addByHand, changeByHand, removeByHand } from '../support/directory-by-hand.ts';
import { giveRole } from '../support/directory-groups.ts';
import { exportOf } from '../support/export-of.ts';
import { ldapsearch } from '../support/ldapsearch.ts';
import { worldClient } from '../support/local-clients.ts';
import { moveDue, moveEnd } from '../support/moved-dates.ts';
import { handOverExport } from '../support/office.ts';
import { patience } from '../support/patience.ts';
import { execute, executionNamed } from '../support/world-executions.ts';
import { accountsInTable, rowsOf, worldTables } from '../support/world-tables.ts';

// What the nights do on the deployed product when something is wrong: a directory that says something else than the table,
// and more ends than a night may bring.

/** Leavers of one population, in both directories. */
const leavers = ['Aurore', 'Brume', 'Crépuscule'].map((lastName, index): HandedOver => ({
  ...{ office: 'registrar', fileNumber: `NIGHT-${index}`, population: 'phd', firstName: 'Noé', lastName },
  ...{ birthDate: '1998-05-17', personalEmail: `night-${index}@example.org`, opiNumber: `NIGHT-OPI-${index}` },
  ...{ affiliations: ['limos'], startsOn: inDays(-400), endsOn: inDays(200), missing: [] },
}));
const decider = staff('NIGHT-CRI', 'Odile', 'Veilleuse');
const password = 'Hulotte-13-clochers!';

let browser: DeskBrowser;
let cri: Page;
let criId: string;
let people: Account[];
beforeAll(async () => {
  browser = await deskBrowser('nights');
});
afterAll(() => browser.close());

async function leaversInTable(): Promise<Account[]> {
  const files = await rowsOf('files');
  const ids = leavers.map(
    ({ fileNumber }) => files.find((each) => each['fileNumber'] === fileNumber)?.['accountId'] ?? fileNumber,
  );
  return (await accountsInTable()).filter(({ accountId }) => ids.includes(accountId));
}

const attributesOf = async (name: (typeof both)[number], login: string) => (await ldapsearch(name)).get(login);

describe('a night on which something is wrong', () => {
  test('comes upon three PhD students in both directories, and somebody of the CRI', async () => {
    expect((await handOverExport('hr', exportOf([decider]))).counts).toEqual({ Onboarded: 1 });
    expect((await handOverExport('registrar', exportOf(leavers))).counts).toEqual({ Onboarded: leavers.length });
    const { login, accountId } = await accountOf(decider.fileNumber);
    criId = accountId;
    await giveRole(login, 'cri');
    await choose(await linkTo('night-cri@example.org', '/status'), '/activate', login, password);
    cri = await browser.signedIn(login, password, screen, '/cri');
    people = await leaversInTable();
  });

  test('puts right what was removed from a directory or changed in it by hand, and only reports an entry of nobody', async () => {
    const [account] = people;
    if (!account) throw new Error('Nobody was onboarded');
    const { accountId, login, mailAddress = '' } = account;
    const slice = accountId.slice(-1);
    const nobody = `${'0'.repeat(25)}${slice}`;
    const stranger = 'nightstranger';
    const before = await attributesOf('isima-limos', login);
    await removeByHand('isima-limos', login);
    await changeByHand('uca', login, 'mail', ['somebody.else@example.org']);
    await addByHand('uca', stranger, {
      ...{ objectClass: ['inetOrgPerson', 'matriculeAccount'], uid: [stranger], cn: ['Stranger'], sn: ['Stranger'] },
      ...{ matriculeAccountId: [nobody], matriculeVersion: ['1'] },
    });
    try {
      const foreign = await attributesOf('uca', stranger);
      const night = Array.from({ length: nightsOfRound }, (_, each) => each).findIndex((each) =>
        slicesOfNight(each).includes(slice),
      );
      await (await worldTables()).write({ table: 'nights', put: { night: 'reconcile', next: night } });
      const { status: ended, output } = await execute('ReconcileArn');
      expect(ended).toBe('SUCCEEDED');

      const report = await reportOf(output);
      expect(report).toMatchObject({ outcome: 'reconciled', night, slices: slicesOfNight(night), notCompared: [] });
      expect(report.findings.filter((each) => [login, stranger].includes(each.login ?? ''))).toEqual([
        { finding: 'differs', directory: 'uca', accountId, login, attributes: ['mail'] },
        { finding: 'no-account', directory: 'uca', accountId: nobody, login: stranger },
        { finding: 'missing', directory: 'isima-limos', accountId, login },
      ]);
      const repaired = async () => [
        (await attributesOf('uca', login))?.['mail'],
        (await attributesOf('isima-limos', login))?.['matriculeAccountId'],
      ];
      await expect.poll(repaired, patience).toEqual([[mailAddress], [accountId]]);
      for (const attribute of ['cn', 'mail', 'uidNumber', 'pwdEndTime', 'supannRessourceEtat'])
        expect((await attributesOf('isima-limos', login))?.[attribute], attribute).toEqual(before?.[attribute]);
      await expect
        .poll(async () => (await leaversInTable()).find((each) => each.accountId === accountId)?.directories, patience)
        .toMatchObject({ uca: { status: 'verified' }, 'isima-limos': { status: 'verified' } });
      expect(await attributesOf('uca', stranger)).toEqual(foreign);
      const next = { night: 'reconcile', next: (night + 1) % nightsOfRound };
      expect(await rowsOf('nights')).toContainEqual(next);
    } finally {
      await removeByHand('uca', stranger);
    }
  });

  test('holds the ends of a population that are too many, until the CRI confirms them: then they are suspended', async () => {
    const total = 40;
    const tables = await worldTables();
    await tables.write({ table: 'counters', put: { counter: 'population#phd', value: total } });
    // The fewest that are held; but for three of them the row of an account is all that there is.
    const ends = university.brake.least + 1;
    const others = await copiesOf(people[0], ends - people.length);
    try {
      for (const each of [...people, ...others]) {
        // Grace is 30 days.
        await moveEnd(each, { endsOn: inDays(-32), lastDay: inDays(-2) });
        await moveDue(each, inDays(0));
      }
      const { status: ended, output } = await execute('CleanupArn');
      expect(ended).toBe('SUCCEEDED');
      expect(output['report']).toMatchObject({ outcome: 'held', held: ends, left: 0 });
      expect(await statesOf([...people, ...others])).toEqual(['provisioned']);
      expect(await expired()).toEqual([0, 0]);

      await cri.goto('/cri');
      await browser.look(cri, '01-cri-held');
      await cri.locator('a[href="/cri/nights"]').click();
      await browser.look(cri, '02-held');
      const held = await main(cri);
      expect(held).toContain(`${writtenDay(inDays(0), 'fr')}, ${university.populations.phd.label.fr}`);
      expect(held).toContain(`${ends} comptes finissent sur ${total}`);

      // Most of it was a mistake of the office, which puts it right: what is left waits all the same.
      for (const each of await accountsOf(others)) {
        await moveEnd(each, { endsOn: inDays(200), lastDay: inDays(230) });
        await moveDue(each, inDays(200));
      }
      const reason = 'Vu avec la scolarité : trois départs, le reste est corrigé';
      await forgetProofs(criId);
      await send(cri, '/cri/nights', { hold: true, reason });
      await browser.look(cri, '03-held-proof');
      const holds = async () => (await rowsOf('nights')).find(({ night }) => night === 'hold#phd')?.['holds'];
      const [hold] = z.parse(z.array(holdSchema), await holds());
      expect(hold, 'E-03: not without the password').not.toHaveProperty('confirmed');
      await send(cri, '/cri/nights', { current: password });
      expect(path(cri)).toBe('/cri');
      expect(await status(cri)).toMatch(/ces fins ont lieu maintenant/);
      const confirmed = { subject: 'hold#phd', by: criId, reason };
      expect(await rowsOf('audit')).toContainEqual(expect.objectContaining(confirmed));

      expect((await executionNamed('CleanupArn', `hold-${hold?.holdId ?? ''}`)).status).toBe('SUCCEEDED');
      expect(await statesOf(people)).toEqual(['suspended']);
      expect(await statesOf(others)).toEqual(['provisioned']);
      await expect.poll(expired, patience).toEqual([people.length, people.length]);
      await mailTo('night-0@example.org', /suspendu/);
      await cri.goto('/cri/nights');
      expect(await main(cri)).toMatch(/Aucune nuit n’est retenue/);
    } finally {
      for (const { accountId, nextDateOn: day = '' } of await accountsOf(others)) {
        await tables.transact([
          { table: 'due', delete: { day, accountId } },
          { table: 'accounts', delete: { accountId } },
        ]);
      }
    }
  });
});

/** Accounts that stand in the table alone, as this one does. */
async function copiesOf(account: Account | undefined, count: number): Promise<Account[]> {
  if (!account) throw new Error('Nobody was onboarded');
  const tables = await worldTables();
  const copies = Array.from({ length: count }, (_, index) => ({
    ...account,
    accountId: `${'0'.repeat(24)}${String(index).padStart(2, '0')}`,
  }));
  for (const put of copies) await tables.write({ table: 'accounts', put });
  return copies;
}

async function accountsOf(some: readonly Account[]): Promise<Account[]> {
  const ids = new Set(some.map(({ accountId }) => accountId));
  return (await accountsInTable()).filter(({ accountId }) => ids.has(accountId));
}

/** The states that these accounts are in, each once. */
async function statesOf(some: readonly Account[]): Promise<string[]> {
  return [...new Set((await accountsOf(some)).map(({ state }) => state))];
}

/** How many of the leavers each directory shows as expired. */
async function expired(): Promise<number[]> {
  const logins = new Set(people.map(({ login }) => login));
  return Promise.all(
    both.map(async (name) => {
      const entries = [...(await ldapsearch(name))].filter(([login]) => logins.has(login));
      return entries.filter(([, entry]) => entry['supannRessourceEtat']?.[0] === '{COMPTE}I:SupannExpire').length;
    }),
  );
}

async function reportOf(output: Record<string, unknown>): Promise<ReconcileReport> {
  const { reportKey = '' } = output['report'] as { reportKey?: string };
  const objects = s3Objects(new S3Client(worldClient()), inject('world').outputs.IntakeBucket);
  return readJsonOf(objects, reportKey, reconcileReportSchema);
}
