import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import type { Account } from '../../functions/account/account.ts';
import { erase } from '../../functions/expiry/erase.ts';
import { markAddress } from '../../functions/mail/address-health.ts';
import * as emailLink from '../../functions/recovery/email-link.ts';
import * as findAccount from '../../functions/recovery/find-account.ts';
import { recovery } from '../../lib/workflows/recovery.ts';
import { mailingWorld, type MailingWorld } from '../support/mailing-world.ts';
import { namedFunctions, renderAsl } from '../support/render-asl.ts';
import { runWorkflow, type Step, step } from '../support/run-workflow.ts';

const asl = renderAsl((scope) => recovery(scope, namedFunctions(scope)));

function stepsOf(world: MailingWorld): Record<string, Step> {
  return {
    FindAccount: step(findAccount.contract, (input) => findAccount.findAccount(input, world)),
    EmailRecoveryAddress: step(emailLink.contract, (input) => emailLink.emailLink(input, world)),
  };
}

/** Sends the form of a forgotten password and runs the machine behind it. */
async function forgotten(world: MailingWorld, identifier: string, steps: Record<string, Step> = {}) {
  const operationId = await world.ask({ kind: 'recovery', identifier });
  return { operationId, ...(await runWorkflow(asl, { operationId }, { ...stepsOf(world), ...steps })) };
}

function failing(step: Step | undefined, times: number, error: string): Step & { calls: () => number } {
  let calls = 0;
  const failingStep = async (state: never) => {
    calls += 1;
    if (calls <= times) throw Object.assign(new Error('made to fail'), { name: error });
    return step?.(state);
  };
  return Object.assign(failingStep, { calls: () => calls });
}

const phd = {
  login: 'adalovel',
  population: 'phd',
  mailAddress: 'ada.lovelace@doctorant.uca.fr',
  services: ['ent', 'limos'],
} satisfies Partial<Account>;
const staff = {
  login: 'adalovel1',
  population: 'staff',
  office: 'hr',
  mailAddress: 'ada.lovelace@uca.fr',
  services: ['ent', 'isima'],
} satisfies Partial<Account>;
const both = { address: 'ada@home.example', confirmedAt: '', usableFrom: '2026-09-15T08:00:00Z' };

describe('recovery', () => {
  test.each([
    ['the login', 'adalovel'],
    ['the login, as a phone writes it', ' Adalovel\u200b'],
    ['the university address', 'ada.lovelace@etu.uca.fr'],
    ['an address of before', 'Ada.Lovelace@lycee.uca.fr'],
    ['the recovery address', 'ADALOVEL@home.example'],
  ])('mails a live link of half an hour to the recovery address alone, by %s', async (_, identifier) => {
    const world = mailingWorld();
    const { accountId } = await world.person({ mailAliases: ['ada.lovelace@lycee.uca.fr'] });
    const { path, output } = await forgotten(world, identifier);
    expect(path.slice(-2)).toEqual(['LinkMailed?', 'LinkSent']);
    expect(world.mail.sent.map(({ to }) => to)).toEqual(['adalovel@home.example']);
    const [mail] = world.mail.sent;
    expect(mail && (await world.linksIn(mail))).toEqual([{ purpose: 'recovery', accountId, live: true }]);
    expect(mail?.text).toContain('30 minutes');
    expect(JSON.stringify(output)).not.toMatch(/ada|@|example/i);
  });

  test.each(['nobody', 'nobody@home.example', '', '\u200b', 'x'.repeat(3000), "a' or 1=1"])(
    'sends nothing for %j, which is nobody’s',
    async (identifier) => {
      const world = mailingWorld();
      await world.person();
      const { path, output } = await forgotten(world, identifier);
      expect(path).toEqual(['FindAccount', 'AccountFound?', 'NothingToSend']);
      expect(output).toMatchObject({ found: { outcome: 'nothing', accounts: [] } });
      expect(world.mail.sent).toEqual([]);
    },
  );

  test('sends nothing for a request that has been forgotten', async () => {
    const { path } = await runWorkflow(asl, { operationId: ulid() }, stepsOf(mailingWorld()));
    expect(path.at(-1)).toBe('NothingToSend');
  });

  test('B-14: finds no account by an address that looks like another one’s, nor by one that it had once', async () => {
    const world = mailingWorld();
    const { accountId } = await world.person({ login: 'mike' });
    // Kelvin sign and long s fold into k and s: the mail goes to what is stored. Dotless i is another letter.
    await forgotten(world, 'mi\u212ae@home.example');
    expect(world.mail.sent.map(({ to }) => to)).toEqual(['mike@home.example']);
    expect((await forgotten(world, 'm\u0131ke@home.example')).path.at(-1)).toBe('NothingToSend');
    await world.change(accountId, { recovery: { ...both, address: 'other@home.example' } });
    expect((await forgotten(world, 'mike@home.example')).path.at(-1)).toBe('NothingToSend');
  });

  test('writes to each of two accounts at its own address, and says what each is for', async () => {
    const world = mailingWorld();
    const one = await world.person({ ...phd, recovery: both });
    const other = await world.person({ ...staff, recovery: both });
    const { path } = await forgotten(world, 'ada@home.example');
    expect(path.at(-1)).toBe('LinkSent');
    const texts = world.mail.to('ada@home.example').map(({ text }) => text.replace(/\s+/g, ' '));
    expect(texts).toHaveLength(2);
    const [toPhd, toStaff] = texts.toSorted((a) => (a.includes('adalovel1') ? 1 : -1));
    expect(toPhd).toContain('qui sert pour le LIMOS');
    expect(toPhd).toContain('Vous enseignez aussi ?');
    expect(toStaff).toContain('qui sert pour l’ISIMA');
    for (const text of texts) expect(text).toContain('correspond à plusieurs comptes');
    const links = (await Promise.all(world.mail.sent.map(world.linksIn))).flat();
    expect(new Set(links.map(({ accountId }) => accountId))).toEqual(new Set([one.accountId, other.accountId]));
  });

  test.each([0, 1])(
    'writes to the other one of two accounts when the mail of one fails, and ends as failed',
    async (nth) => {
      const world = mailingWorld();
      const one = await world.person({ ...phd, recovery: both });
      const other = await world.person({ ...staff, recovery: both });
      const { accountId: broken } = [one, other][nth] ?? one;
      const EmailRecoveryAddress: Step = (state: { accountId: string }) =>
        state.accountId === broken
          ? Promise.reject(Object.assign(new Error('made to fail'), { name: 'StepError' }))
          : (stepsOf(world)['EmailRecoveryAddress']?.(state as never) ?? Promise.reject(new Error('no such step')));
      const { path, error } = await forgotten(world, 'ada@home.example', { EmailRecoveryAddress });
      expect(path.at(-1)).toBe('NotAllMailed');
      expect(error).toBeDefined();
      const links = (await Promise.all(world.mail.sent.map(world.linksIn))).flat();
      expect(links.map(({ accountId }) => accountId)).toEqual(
        [one, other].map(({ accountId }) => accountId).toSpliced(nth, 1),
      );
    },
  );

  test('never mails one account’s link to the address of the other', async () => {
    const world = mailingWorld();
    await world.person({ ...phd, recovery: both });
    await world.person({ ...staff, recovery: { ...both, address: 'work@home.example' } });
    await forgotten(world, 'adalovel1');
    expect(world.mail.sent.map(({ to }) => to)).toEqual(['work@home.example']);
  });

  test('D-10: writes to five accounts at most, however many share an address', async () => {
    const world = mailingWorld();
    for (let n = 0; n < 12; n += 1) await world.person({ login: `ada${n}`, recovery: both });
    await forgotten(world, 'ada@home.example');
    expect(world.mail.sent).toHaveLength(5);
  });

  test('mails the one who followed a dead link a fresh one', async () => {
    const world = mailingWorld();
    const { accountId } = await world.person();
    const operationId = await world.ask({ kind: 'recovery', accountId });
    expect((await runWorkflow(asl, { operationId }, stepsOf(world))).path.at(-1)).toBe('LinkSent');
    expect(world.mail.to('adalovel@home.example')).toHaveLength(1);
  });
});

describe('the mail that recovery sends', () => {
  const mailFor = async (world: MailingWorld, identifier = 'adalovel') => {
    await forgotten(world, identifier);
    const [mail] = world.mail.sent;
    return mail && { to: mail.to, text: mail.text.replace(/\s+/g, ' '), links: await world.linksIn(mail) };
  };

  test('activates an account that never was, at the address of its file', async () => {
    const world = mailingWorld();
    const account = { state: 'provisioned', recovery: undefined } as never;
    const { accountId } = await world.person(account, { personalEmail: 'ada@file.example' });
    const mail = await mailFor(world, 'ada@file.example');
    expect(mail).toMatchObject({ to: 'ada@file.example', links: [{ purpose: 'activation', accountId, live: true }] });
    expect(mail?.text).toContain('Voici un nouveau lien');
  });

  test('of an unlocked account says who did what, and not that its person asked or that a password holds', async () => {
    const world = mailingWorld();
    const { accountId } = await world.person();
    const operationId = await world.ask({ kind: 'recovery', accountId, unlocked: true });
    await runWorkflow(asl, { operationId }, stepsOf(world));
    const [mail] = world.mail.sent;
    const text = mail?.text.replace(/\s+/g, ' ');
    expect(text).toContain('Le CRI a déverrouillé votre compte');
    for (const untrue of ['Vous avez demandé', 'n’a pas changé']) expect(text).not.toContain(untrue);
    expect(mail && (await world.linksIn(mail))).toMatchObject([{ purpose: 'recovery', accountId, live: true }]);
  });

  test.each([
    [[], 'votre compte Université Clermont Auvergne est en préparation'],
    [['payment'], 'Il manque :'],
  ])('shows how far an account is that lacks %j and stands nowhere yet', async (missing, sentence) => {
    const world = mailingWorld();
    await world.person({ state: 'requested', recovery: undefined } as never, { missing });
    const mail = await mailFor(world);
    expect(mail?.links).toMatchObject([{ purpose: 'status', live: true }]);
    expect(mail?.text).toContain(sentence);
  });

  test('shows its file to somebody whose dead link was of a time before the account', async () => {
    const world = mailingWorld();
    const { accountId, leadingFileId: fileId } = await world.person({ recovery: undefined } as never, {
      missing: ['payment'],
      personalEmail: 'ada@file.example',
    });
    await world.tables.write({ table: 'accounts', delete: { accountId } });
    const operationId = await world.ask({ kind: 'recovery', accountId, fileId });
    const { path } = await runWorkflow(asl, { operationId }, stepsOf(world));
    expect(path.at(-1)).toBe('LinkSent');
    expect(world.mail.to('ada@file.example')[0]?.text).toContain('Il manque');
  });

  test('A-06: shows no file of another account', async () => {
    const world = mailingWorld();
    const { leadingFileId: fileId } = await world.person();
    const operationId = await world.ask({ kind: 'recovery', accountId: ulid(), fileId });
    const { path } = await runWorkflow(asl, { operationId }, stepsOf(world));
    expect(path.slice(-2)).toEqual(['LinkMailed?', 'NothingToSend']);
    expect(world.mail.sent).toEqual([]);
  });

  test.each([
    ['suspended', { state: 'suspended' }, 'a pris fin', 'service de scolarité'],
    // Closing and erasing are two steps of one run: only who asks between them finds a closed account with an address.
    ['closed and not erased yet', { state: 'closed' }, 'a pris fin', 'service de scolarité'],
    ['past its last day', { lastDay: '2026-11-04' }, 'a pris fin', 'service de scolarité'],
    ['locked', { lock: { reason: 'stolen', at: '' } }, 'est verrouillé', 'CRI'],
    ['locked and suspended', { state: 'suspended', lock: { reason: 'stolen', at: '' } }, 'est verrouillé', 'CRI'],
  ])('A-04: lets nobody into an account that is %s, and says whom to ask', async (_, given, sentence, contact) => {
    const world = mailingWorld();
    await world.person(given as never);
    const mail = await mailFor(world);
    expect(mail?.text).toContain(sentence);
    expect(mail?.text).toContain(contact);
    expect(mail?.links).toEqual([]);
    expect(world.tables.rows('links')).toEqual([]);
    // The journal does not say that a link was mailed.
    expect(world.tables.rows('audit')).toEqual([]);
    expect(JSON.stringify(mail)).not.toContain('stolen');
  });

  // design.md: closing erases everything but login, addresses of the university, dates and a key: nobody is left to write to.
  test('goes to nobody once the account is closed and erased, whichever name is typed', async () => {
    const world = mailingWorld();
    const { accountId, leadingFileId: fileId } = await world.person();
    await world.tables.write({ table: 'accountFiles', put: { accountId, fileId } });
    await world.tables.write({ table: 'accounts', update: { accountId }, set: { state: 'closed' } });
    expect(await erase({ executionId: ulid(), file: { accountId } }, world)).toEqual({ outcome: 'erased' });
    expect(world.tables.rows('files')).toEqual([]);
    for (const name of ['adalovel', 'adalovel@home.example']) {
      expect((await forgotten(world, name)).path.at(-1), name).toBe('NothingToSend');
    }
    expect(world.mail.sent).toEqual([]);
  });

  test('goes to École des Mines members at their school, and nowhere else', async () => {
    const world = mailingWorld();
    await world.person({ affiliations: ['emse'] });
    expect((await forgotten(world, 'adalovel')).path.at(-1)).toBe('NothingToSend');
    await world.person({ login: 'chldalen', affiliations: ['emse'], recovery: { ...both, address: 'chloe@emse.fr' } });
    await forgotten(world, 'chldalen');
    expect(world.mail.sent.map(({ to }) => to)).toEqual(['chloe@emse.fr']);
  });

  test('B-17: goes to the address of before for 72 hours, then to the new one', async () => {
    const world = mailingWorld();
    const usableFrom = world.clock.at.add({ hours: 72 }).toString();
    const changed = { address: 'new@home.example', former: 'old@home.example', confirmedAt: '', usableFrom };
    await world.person({ recovery: changed });
    await forgotten(world, 'new@home.example');
    expect(world.mail.sent.map(({ to }) => to)).toEqual(['old@home.example']);
    world.clock.at = world.clock.at.add({ hours: 72 });
    await forgotten(world, 'new@home.example');
    expect(world.mail.sent.map(({ to }) => to)).toEqual(['old@home.example', 'new@home.example']);
  });

  test.each(['bounced', 'complained'] as const)('G-05: goes to no address that %s', async (status) => {
    const world = mailingWorld();
    await world.person();
    await markAddress({ address: 'adalovel@home.example', status, at: world.clock.at }, world);
    const { path, output } = await forgotten(world, 'adalovel');
    expect(path.slice(-2)).toEqual(['LinkMailed?', 'NothingToSend']);
    expect(output).toMatchObject({ mail: { mailed: false } });
    expect(world.mail.sent).toEqual([]);
  });

  test('is in the language that the person chose', async () => {
    const world = mailingWorld();
    await world.person({ language: 'en' });
    await forgotten(world, 'adalovel');
    expect(world.mail.sent[0]?.subject).toBe('Your new UCA password');
  });

  test('is sent once, however often the operation is run (G-08)', async () => {
    const world = mailingWorld();
    await world.person();
    const { operationId } = await forgotten(world, 'adalovel');
    for (let run = 0; run < 50; run += 1) {
      world.clock.at = world.clock.at.add({ minutes: 1 });
      expect((await runWorkflow(asl, { operationId }, stepsOf(world))).path.at(-1)).toBe('LinkSent');
    }
    expect(world.mail.sent).toHaveLength(1);
    expect(world.tables.rows('links')).toHaveLength(1);
  });
});

describe('a mail that the provider does not take yet', () => {
  test('B-08: is tried again, and kills no link that the owner has', async () => {
    const world = mailingWorld();
    const { accountId } = await world.person();
    await forgotten(world, 'adalovel');
    world.clock.at = world.clock.at.add({ minutes: 6 });
    world.mail.throttle(4);
    expect((await forgotten(world, 'adalovel')).path.at(-1)).toBe('LinkSent');
    expect(world.mail.sent).toHaveLength(2);
    for (const mail of world.mail.sent) {
      expect(await world.linksIn(mail)).toEqual([{ purpose: 'recovery', accountId, live: true }]);
    }
  });
});

describe('10,000 requests', () => {
  const direct = async (world: MailingWorld, identifier: string) => {
    const operationId = await world.ask({ kind: 'recovery', identifier });
    const { accounts } = await findAccount.findAccount({ operationId }, world);
    for (const accountId of accounts) await emailLink.emailLink({ operationId, accountId, accounts }, world);
  };

  test('B-18, B-08: for one person are one mail in 5 minutes and ten a day, and kill no link of theirs', async () => {
    const world = mailingWorld({ at: '2026-11-05T00:00:00Z' });
    const { accountId } = await world.person();
    await direct(world, 'adalovel');
    for (let n = 0; n < 1000; n += 1) await direct(world, 'adalovel');
    expect(world.mail.sent).toHaveLength(1);
    const [mail] = world.mail.sent;
    expect(mail && (await world.linksIn(mail))).toEqual([{ purpose: 'recovery', accountId, live: true }]);
    for (let n = 0; n < 9000; n += 1) {
      world.clock.at = world.clock.at.add({ seconds: 9 });
      await direct(world, 'adalovel');
    }
    expect(world.mail.sent).toHaveLength(10);
    expect(world.tables.rows('links')).toHaveLength(10);
    expect((await world.account(accountId)).liveLinks).toHaveLength(3);
  });

  test('D-10: for 10,000 unknown ones send nothing and mint nothing', async () => {
    const world = mailingWorld();
    await world.person();
    for (let n = 0; n < 10_000; n += 1) await direct(world, `nobody${n}@home.example`);
    expect(world.mail.sent).toEqual([]);
    for (const table of ['links', 'mails', 'throttle'] as const) expect(world.tables.rows(table)).toEqual([]);
  });
});

describe.each([
  ['FindAccount', 'StepFailed'],
  ['EmailRecoveryAddress', 'NotAllMailed'],
])('%s', (name, end) => {
  test.each(['RetryableError', 'Lambda.TooManyRequestsException'])('waits out a passing %s', async (error) => {
    const world = mailingWorld();
    await world.person();
    const step = failing(stepsOf(world)[name], 5, error);
    expect((await forgotten(world, 'adalovel', { [name]: step })).path.at(-1)).toBe('LinkSent');
    expect(step.calls()).toBe(6);
  });

  test('gives up, visibly, when its budget of tries is spent (J-06)', async () => {
    const world = mailingWorld();
    await world.person();
    const step = failing(undefined, Infinity, 'RetryableError');
    const { path, error } = await forgotten(world, 'adalovel', { [name]: step });
    expect(step.calls()).toBe(6);
    expect(path.at(-1)).toBe(end);
    expect(error).toBeDefined();
  });

  test('never tries a permanent error again (J-06)', async () => {
    const world = mailingWorld();
    await world.person();
    const step = failing(undefined, Infinity, 'StepError');
    const { path } = await forgotten(world, 'adalovel', { [name]: step });
    expect(step.calls()).toBe(1);
    expect(path.at(-1)).toBe(end);
  });
});
