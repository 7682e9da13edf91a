import { ulid } from 'ulid';
import type { Account } from '../../functions/account/account.ts';
import { getAccount } from '../../functions/account/account-repository.ts';
import type { FileRecord, HandedOver } from '../../functions/file/file.ts';
import { directories } from '../../functions/university/university.ts';
import { cookieOf, goodPassword, linkWorld } from './link-world.ts';
import { chloe } from './people.ts';

/** The pages of somebody with an account, who has a password everywhere. */
export function accountWorld(options: Parameters<typeof linkWorld>[0] = {}) {
  const world = linkWorld(options);
  const { tables, clock, servers } = world;

  /** Chloé, whose account is active, with a password in each of her directories. */
  async function active(
    given: Partial<Account> = {},
    {
      row = chloe,
      file = {},
      password = goodPassword(),
    }: { row?: HandedOver; file?: Partial<FileRecord>; password?: string } = {},
  ) {
    const { recovery, ...others } = given;
    const confirmedAt = '2026-09-01T08:00:00Z';
    const person = await world.person(
      {
        state: 'active',
        recovery: recovery ?? { address: 'chloe@example.org', confirmedAt, usableFrom: confirmedAt },
        charter: { version: '2026-09', acceptedAt: confirmedAt },
        passwordChosenAt: confirmedAt,
        ...others,
      },
      row,
      file,
    );
    const { accountId } = person;
    const { login, directories: held, credentialEpoch } = await getAccount(accountId, tables);
    const epoch = credentialEpoch + 1;
    const known = directories.filter((name) => held[name] !== undefined);
    for (const name of known) await servers[name].passwords.set({ login, accountId, version: epoch }, password);
    const passwords = Object.fromEntries(known.map((name) => [name, { status: 'verified' as const, epoch }]));
    await tables.write({
      table: 'accounts',
      update: { accountId },
      set: { credentialEpoch: epoch, passwords: given.passwords ?? passwords },
    });
    await tables.write({ table: 'logins', put: { login, accountId } });
    const { mailAddress, mailAliases } = await getAccount(accountId, tables);
    for (const address of [mailAddress, ...mailAliases]) {
      if (address !== undefined) await tables.write({ table: 'addresses', put: { address, accountId } });
    }
    return { ...person, login, password };
  }

  const signIn = (
    name: string,
    password: string,
    {
      cookie = '',
      from,
      headers = {},
    }: { cookie?: string; from?: string; headers?: Readonly<Record<string, string>> } = {},
  ) => post('/sign-in', { name, password }, { cookie, headers, ...(from !== undefined && { from }) });

  const post = (
    path: string,
    fields: Readonly<Record<string, string>>,
    {
      cookie = '',
      from,
      headers = {},
    }: { cookie?: string; from?: string; headers?: Readonly<Record<string, string>> } = {},
  ) =>
    world.request(path, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
        'accept-language': 'en',
        ...(cookie !== '' && { cookie }),
        ...headers,
      },
      body: new URLSearchParams(fields).toString(),
      ...(from !== undefined && { from }),
    });

  return {
    ...world,
    active,
    signIn,
    post,
    /** Somebody who has just signed in, with the cookies that their browser holds. */
    signedIn: async (...given: Parameters<typeof active>) => {
      const person = await active(...given);
      const response = await signIn(person.login, person.password);
      const cookie = cookieOf(response, 'session');
      return { ...person, cookie, device: cookieOf(response, 'device') };
    },
    forgot: (identifier: string, { form = ulid(), from }: { form?: string; from?: string } = {}) =>
      post('/forgotten', { form, identifier }, from === undefined ? {} : { from }),
    wait: (duration: Parameters<typeof clock.at.add>[0]) => {
      clock.at = clock.at.add(duration);
    },
    /** From now on, whose entry each directory is asked to bind to. */
    askedAbout: () => {
      const from = Object.fromEntries(directories.map((name) => [name, servers[name].boundAs.length]));
      return () =>
        directories.flatMap((name) => servers[name].boundAs.slice(from[name]).map((login) => `${name}: ${login}`));
    },
    /** Tries that reached the strictest directory: whoever is not signed in was asked about there, in every case. */
    binds: () => servers.uca.calls.bind,
  };
}
export type AccountWorld = ReturnType<typeof accountWorld>;

/** Everything of an answer that a person, a script or a proxy can see. */
export async function whole(
  response: Response,
): Promise<{ status: number; headers: [string, string][]; body: string }> {
  return { status: response.status, headers: [...response.headers], body: await response.text() };
}
