import { describe, expect, test } from 'vitest';
import type { HandedOver } from '../../../functions/file/file.ts';
import type { Message } from '../../../functions/mail/mail.ts';
import { httpApi } from '../../../functions/portal/http-api.ts';
import { activation, password } from '../../support/account-beginning.ts';
import { accountLife } from '../../support/account-life.ts';
import { codeIn, linksIn } from '../../support/account-mails.ts';
import { accountSteps } from '../../support/account-steps.ts';
import { guestSteps } from '../../support/guest-steps.ts';
import { machines } from '../../support/guest-world.ts';
import { behindLink } from '../../support/link-world.ts';
import { ada, chloe, marie } from '../../support/people.ts';
import { publicUrl } from '../../support/portal-world.ts';
import { runWorkflow } from '../../support/run-workflow.ts';

// B-10, by every way in: what is mailed comes from the deployment's own address, whatever a request says of where it is.

const api = 'abc.execute-api.eu-west-3.amazonaws.com';
const eventOf = (method: string, path: string, headers: Readonly<Record<string, string>>, body?: string) => ({
  rawPath: path,
  rawQueryString: '',
  headers: { host: api, ...headers },
  ...(body !== undefined && { body }),
  requestContext: { requestId: 'request-1', domainName: api, http: { method, path, sourceIp: '192.0.2.10' } },
});
type ApiEvent = ReturnType<typeof eventOf>;
type Forged = (event: ApiEvent) => ApiEvent;

const withHeaders =
  (forged: Readonly<Record<string, string>>): Forged =>
  (event) => ({ ...event, headers: { ...event.headers, ...forged } });
const evil = 'evil.example';
const forms: Readonly<Record<string, Forged>> = {
  'the Host': withHeaders({ host: evil }),
  'the Host with a port': withHeaders({ host: `compte.example:81@${evil}` }),
  'two Hosts': withHeaders({ host: `compte.example,${evil}` }),
  'X-Forwarded-Host': withHeaders({ 'x-forwarded-host': evil }),
  'two X-Forwarded-Hosts': withHeaders({ 'x-forwarded-host': `compte.example,${evil}` }),
  'X-Forwarded-Proto': withHeaders({ 'x-forwarded-proto': 'http' }),
  'X-Forwarded-Port': withHeaders({ 'x-forwarded-port': '81' }),
  'X-Forwarded-Prefix': withHeaders({ 'x-forwarded-prefix': '/evil' }),
  'X-Forwarded-Server': withHeaders({ 'x-forwarded-server': evil }),
  'X-Forwarded-For': withHeaders({ 'x-forwarded-for': '198.51.100.1' }),
  Forwarded: withHeaders({ forwarded: `host=${evil};proto=http;for=198.51.100.1` }),
  'X-Original-Host': withHeaders({ 'x-original-host': evil }),
  'X-Original-URL': withHeaders({ 'x-original-url': `https://${evil}/` }),
  'X-Rewrite-URL': withHeaders({ 'x-rewrite-url': `https://${evil}/` }),
  'X-Host': withHeaders({ 'x-host': evil }),
  Referer: withHeaders({ referer: `https://${evil}/` }),
  'a query': (event) => ({ ...event, rawQueryString: `host=${evil}&publicUrl=https://${evil}` }),
  'an absolute address': ({ requestContext, ...event }) => ({
    ...withHeaders({ host: evil })({ ...event, requestContext }),
    requestContext: {
      ...{ ...requestContext, domainName: evil },
      http: { ...requestContext.http, path: `https://${evil}${event.rawPath}` },
    },
  }),
};

const students = {
  ada,
  chloe,
  enzo: {
    ...{ ...ada, fileNumber: 'D2026-0003', opiNumber: 'OPI-0003', studentNumber: '22600003', birthDate: '2007-01-02' },
    ...{ firstName: 'Enzo', lastName: 'Petit', personalEmail: 'enzo@example.org' },
  },
} satisfies Record<string, HandedOver>;
const staff = {
  marie: { ...marie, opiNumber: 'OPI-0004', affiliations: ['isima'] },
  colette: {
    ...{ ...marie, fileNumber: '4343', opiNumber: 'OPI-0005', birthDate: '1971-03-04' },
    ...{ firstName: 'Colette', lastName: 'Roux', personalEmail: 'colette@example.org' },
  },
} satisfies Record<string, HandedOver>;

/** Everybody's way through every form that a mail follows. @returns the mails that followed each. */
async function everyWayIn(forge: Forged): Promise<Map<string, readonly Message[]>> {
  const life = accountLife();
  life.unsteady.steady = true;
  const handler = httpApi(life.app, { publicUrl });
  const mailed = new Map<string, readonly Message[]>();
  const steps = { ...accountSteps(life.deps).steps, ...guestSteps(life.deps) };

  /** Runs what was started, and what that starts. */
  async function work(): Promise<void> {
    for (let next = life.executions.shift(); next; next = life.executions.shift()) {
      const { workflow, input } = next;
      if (workflow === 'guest' || workflow === 'access') await runWorkflow(machines[workflow], { ...input }, steps);
      else await life.run(next);
    }
  }

  function browser() {
    const jar = new Map<string, string>();
    let mark = '';
    async function send(method: string, path: string, fields?: Readonly<Record<string, string>>) {
      const sent = eventOf(
        method,
        path,
        {
          ...(jar.size > 0 && { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') }),
          ...(fields && { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }),
        },
        fields && new URLSearchParams(fields).toString(),
      );
      const { statusCode, headers, cookies, body } = await handler(forge(sent));
      for (const cookie of cookies) {
        const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(cookie) ?? [];
        if (value === '') jar.delete(name);
        else jar.set(name, value);
      }
      mark = /<input type="hidden" name="link" value="([^"]*)"/.exec(body)?.[1] ?? mark;
      return { statusCode, location: headers['location'] };
    }
    return {
      get: (path: string) => send('GET', path),
      /** Follows a mailed link to its page. */
      open: async (token: string): Promise<void> => {
        const { location = '' } = await send('GET', `/l/${token}`);
        await send('GET', location);
      },
      /** Fills in a form, and lets what it starts come to its end. */
      post: async (path: string, fields: Readonly<Record<string, string>>): Promise<void> => {
        // Within five minutes no second link is mailed to the same person; a code lives for ten.
        life.clock.at = life.clock.at.add({ minutes: 6 });
        const before = life.letters().length;
        const { statusCode } = await send('POST', path, { ...(behindLink.test(path) && { link: mark }), ...fields });
        expect([200, 303], `POST ${path}`).toContain(statusCode);
        await work();
        const entry = path.replace(/\/[0-9A-Z]{26}\//, '/…/');
        mailed.set(entry, [...(mailed.get(entry) ?? []), ...life.letters().slice(before)]);
      },
    };
  }
  const latest = (to: string) => life.letters().findLast((each) => each.to === to)?.text ?? '';
  const tokenTo = (to: string) => linksIn(latest(to)).at(-1) ?? '';
  const form = () => life.newId();
  const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
  const loginOf = (lastName: string, firstName: string) => {
    const file = life.rows('files').find((row) => row['lastName'] === lastName && row['firstName'] === firstName);
    const account = life.rows('accounts').find(({ accountId }) => accountId === file?.['accountId']);
    return textOf(account?.['login']);
  };
  const claim = (number: string, { birthDate }: { birthDate: string }) => {
    const [year = '', month = '', day = ''] = birthDate.split('-');
    return { form: form(), number, day, month, year, address: '' };
  };

  for (const row of [...Object.values(students), ...Object.values(staff)]) {
    const stored = await life.handOver(row);
    if (!('fileId' in stored)) throw new Error(JSON.stringify(stored));
    await life.deps.start.onboarding(form(), { operationId: form(), fileId: stored.fileId });
  }
  await work();

  const anybody = browser();
  await anybody.post('/first-time/first-time-student', { ...claim(ada.opiNumber ?? '', ada), cvec: '' });
  await anybody.post('/first-time/returning-student', {
    ...claim(students.enzo.studentNumber, students.enzo),
    cvec: '',
  });
  await anybody.post('/first-time/certificate', { ...claim(chloe.fileNumber, chloe), cvec: '' });
  await anybody.post('/first-time/staff', claim(marie.fileNumber, marie));

  const owner = browser();
  await owner.open(tokenTo('chloe@example.org'));
  await owner.get('/activate/address');
  await owner.post('/activate/address', { form: form(), address: 'chloe.two@example.org' });
  await owner.get('/activate/code');
  await owner.post('/activate/code', { code: codeIn(latest('chloe.two@example.org')) ?? '' });
  await owner.get('/activate');
  const asked = textOf(life.rows('operations').findLast(({ kind }) => kind === 'address')?.['operationId']);
  await owner.post('/activate', activation(form(), password(0), asked));

  await owner.post('/forgotten', { form: form(), identifier: loginOf(chloe.lastName, chloe.firstName) });
  await owner.open(tokenTo('chloe.two@example.org'));
  await owner.post('/recover', { form: form(), password: password(1) });
  const name = loginOf(chloe.lastName, chloe.firstName);
  await owner.post('/sign-in', { name, password: password(1) });
  await owner.post('/account/address', { form: form(), address: 'chloe.three@example.org', current: password(1) });
  await owner.post('/account/code', { code: codeIn(latest('chloe.three@example.org')) ?? '' });
  await owner.post('/sign-in', { name, password: password(1) });
  await owner.post('/account/password', { form: form(), current: password(1), password: password(2) });

  // A link is over after a day: the page of a dead one sends another.
  life.clock.at = life.clock.at.add({ hours: 48 });
  const [sponsor, cri] = [browser(), browser()];
  for (const [person, { personalEmail = '', firstName, lastName }, chosen] of [
    [sponsor, staff.marie, password(10)],
    [cri, staff.colette, password(11)],
  ] as const) {
    await person.open(tokenTo(personalEmail));
    await person.post('/l/fresh', { form: form() });
    await person.open(tokenTo(personalEmail));
    await person.get('/activate');
    await person.post('/activate', activation(form(), chosen));
    if (person === cri) life.servers.uca.roles.set(loginOf(lastName, firstName), ['cri']);
  }
  const signIn = (person: typeof sponsor, { firstName, lastName }: HandedOver, chosen: string) =>
    person.post('/sign-in', { name: loginOf(lastName, firstName), password: chosen });
  await signIn(sponsor, staff.marie, password(10));
  const guest = { kind: 'guest', firstName: 'Grace', lastName: 'Hopper', mail: 'grace@example.org', reason: 'Stage' };
  const days = { from: '2026-09-20', until: '2026-12-31' };
  await sponsor.post('/sponsor/ask', { form: form(), ...guest, ...days, 'service-isima': 'on' });
  const requestId = textOf(life.rows('requests').at(-1)?.['requestId']);
  const granted = { version: '1', verdict: 'granted', until: days.until, reason: 'Stage convenu' };
  await signIn(cri, staff.colette, password(11));
  await cri.post(`/cri/requests/${requestId}/decide`, granted);
  const code = /^(\d{3}) (\d{3})$/m.exec(latest('marie.curie@uca.fr'))?.slice(1).join('') ?? '';
  const reader = browser();
  await reader.open(tokenTo('marie.curie@uca.fr'));
  await reader.post('/stay', { act: 'end', code });
  return mailed;
}

describe('B-10: the mails that follow a form', () => {
  let gone: ReturnType<typeof everyWayIn> | undefined;
  const plainly = () => (gone ??= everyWayIn((event) => event));

  test('are those of every way in that mails somebody, and lead to the public address and nowhere else', async () => {
    const plain = await plainly();
    expect([...plain].filter(([, mails]) => mails.length > 0).map(([entry]) => entry)).toEqual([
      '/first-time/first-time-student',
      '/first-time/returning-student',
      '/first-time/certificate',
      '/first-time/staff',
      '/activate/address',
      '/activate',
      '/forgotten',
      '/recover',
      '/account/address',
      '/account/code',
      '/account/password',
      '/l/fresh',
      '/sponsor/ask',
      '/cri/requests/…/decide',
      '/stay',
    ]);
    const mails = [...plain.values()].flat().map(({ text, html }) => text + html);
    const tokens = mails.flatMap((mail) => mail.match(/\S*\/l\/[\w-]{43}/g) ?? []);
    expect(tokens.length).toBeGreaterThan(20);
    for (const token of tokens) expect(token).toMatch(/(^|["(<])https:\/\/compte\.example\/l\//);
  });

  test.each(Object.entries(forms))('are the same, byte for byte, with another address in: %s', async (_, forge) => {
    const [plain, forged] = [await plainly(), await everyWayIn(forge)];
    for (const [entry, mails] of plain) expect(forged.get(entry), entry).toEqual(mails);
  });
});
