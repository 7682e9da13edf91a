import fc from 'fast-check';
import { ulid } from 'ulid';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Directory, Entry, ListedEntry } from '../../../functions/directory/directory.ts';
import { ContractError, RetryableError } from '../../../functions/step/errors.ts';

/** A directory and what happens to it behind the port's back. */
export interface DirectoryUnderTest {
  readonly directory: Directory;
  plantForeign(login: string): void | Promise<void>;
  away(): void | Promise<void>;
  back(): void | Promise<void>;
}

/**
 * What every implementation of the directory keeps to. Logins are fresh, so that a server may be shared and is never emptied.
 * @param posix whether the entries are POSIX accounts, as in `isima-limos`.
 */
export function directoryContract(
  name: string,
  start: () => DirectoryUnderTest | Promise<DirectoryUnderTest>,
  { posix }: { posix: boolean },
): void {
  describe(name, () => {
    let subject: DirectoryUnderTest;
    let directory: Directory;
    beforeAll(async () => {
      subject = await start();
      directory = subject.directory;
    });
    const entry = (overrides: Partial<Entry> = {}) => entryOf({ posix, ...overrides });

    describe('an account', () => {
      test('is written and read back', async () => {
        const ada = entry();
        expect(await directory.write(ada)).toBe('written');
        const stored = await directory.read(ada.login);
        expect(stored?.accountId).toBe(ada.accountId);
        expect(stored?.attributes).toEqual({
          ...sorted(present(ada.attributes)),
          objectClass: expect.arrayContaining([...ada.objectClasses]) as unknown,
          uid: [ada.login],
          matriculeAccountId: [ada.accountId],
          matriculeVersion: ['0'],
        });
      });

      test('is not there before it is written', async () => {
        expect(await directory.read(freshLogin())).toBeUndefined();
      });

      test('is as it was when it is written again (I-09)', async () => {
        const ada = entry();
        await directory.write(ada);
        const once = await directory.read(ada.login);
        expect(await directory.write(ada)).toBe('written');
        expect(await directory.read(ada.login)).toEqual(once);
      });

      test('is brought up to date, and keeps what the write does not name', async () => {
        const ada = entry();
        await directory.write(ada);
        const changed = { cn: ['Ada King'], pwdEndTime: ['20300101225959Z'], displayName: ['Ada K.'] };
        expect(await directory.write({ ...ada, attributes: { ...changed, mail: [] } })).toBe('written');
        const stored = await directory.read(ada.login);
        expect(stored?.attributes).toMatchObject({ ...changed, givenName: ['Ada'], sn: ['Lovelace'] });
        expect(stored?.attributes).not.toHaveProperty('mail');
      });

      test('has its values one by one: added, kept, removed, in any order', async () => {
        const values = (...eduPersonAffiliation: string[]) => ({ eduPersonAffiliation });
        const ada = entry();
        for (const attributes of [
          values('student', 'member'),
          values('member', 'student'),
          values('member', 'staff'),
        ]) {
          expect(await directory.write({ ...ada, attributes: { ...ada.attributes, ...attributes } })).toBe('written');
          const stored = await directory.read(ada.login);
          expect(sorted(stored?.attributes ?? {})).toMatchObject(sorted(attributes));
        }
      });

      test('gains classes and never loses one', async () => {
        const ada = entry();
        await directory.write({ ...ada, objectClasses: ['inetOrgPerson', 'matriculeAccount'], attributes: person });
        expect(await directory.write(ada)).toBe('written');
        const fewer = { ...ada, objectClasses: ['inetOrgPerson', 'matriculeAccount'], attributes: { sn: ['King'] } };
        expect(await directory.write(fewer)).toBe('written');
        const stored = await directory.read(ada.login);
        expect(stored?.attributes['objectClass']).toEqual(expect.arrayContaining([...ada.objectClasses]));
      });

      test('may be called anything', async () => {
        const ada = entry();
        const names = fc
          .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
          .filter((each) => each.trim() !== '' && !each.includes('\0'));
        const examples = [
          ' #"+,;<=>\\ ',
          '(*)(uid=*)',
          'Œdipe d’Alençon',
          'Ærøskøbing',
          '林',
          '\u202Eadа',
          'a\nb',
          '{SSHA}x',
        ];
        await fc.assert(
          fc.asyncProperty(names, async (cn) => {
            expect(
              await directory.write({ ...ada, attributes: { ...ada.attributes, cn: [cn], displayName: [cn] } }),
            ).toBe('written');
            const stored = await directory.read(ada.login);
            expect(stored?.attributes).toMatchObject({ cn: [cn], displayName: [cn] });
          }),
          { numRuns: 200, examples: examples.map((each) => [each]) },
        );
      });

      test('shares nothing with who reads it', async () => {
        const ada = entry();
        const cn = ['Ada'];
        await directory.write({ ...ada, attributes: { ...ada.attributes, cn } });
        cn.push('Somebody');
        expect((await directory.read(ada.login))?.attributes['cn']).toEqual(['Ada']);
      });
    });

    describe('an entry that is not this account’s', () => {
      test('is refused when it belongs to nobody we know, and left as it is (I-09)', async () => {
        const ada = entry();
        await subject.plantForeign(ada.login);
        const before = await directory.read(ada.login);
        expect(before?.accountId).toBeUndefined();
        expect(before?.attributes['uid']).toEqual([ada.login]);
        expect(await directory.write(ada)).toEqual({ refused: 'foreign-entry', reason: '68 entryAlreadyExists' });
        expect(await directory.read(ada.login)).toEqual(before);
      });

      test('is refused when it belongs to another account (I-09)', async () => {
        const ada = entry();
        await directory.write(ada);
        const before = await directory.read(ada.login);
        const other = entry({ login: ada.login, attributes: { ...ada.attributes, cn: ['Somebody'] } });
        expect(await directory.write(other)).toMatchObject({ refused: 'foreign-entry' });
        expect(await directory.read(ada.login)).toEqual(before);
      });

      test('leaves one winner when two accounts race for it', async () => {
        const ada = entry();
        const rivals = Array.from({ length: 10 }, () => ({ ...ada, accountId: ulid() }));
        const results = await Promise.all(rivals.map((each) => directory.write(each)));
        expect(results.filter((result) => result === 'written')).toHaveLength(1);
        const stored = await directory.read(ada.login);
        expect(stored?.accountId).toBe(rivals[results.indexOf('written')]?.accountId);
      });
    });

    describe('an entry that is removed', () => {
      test('is gone, with its groups, and may be removed again (I-09)', async () => {
        const ada = entry({ groups: ['limos'] });
        await directory.write(ada);
        expect(await directory.remove(ada.login, ada.accountId)).toBe('removed');
        expect(await directory.read(ada.login)).toBeUndefined();
        expect(await directory.remove(ada.login, ada.accountId)).toBe('removed');
        await directory.write({ ...ada, groups: [] });
        expect((await directory.read(ada.login))?.groups).toEqual([]);
      });

      test('was never there, which is as good', async () => {
        expect(await directory.remove(freshLogin(), ulid())).toBe('removed');
      });

      test('is not removed when it belongs to nobody we know, and left as it is (I-09)', async () => {
        const login = freshLogin();
        await subject.plantForeign(login);
        const before = await directory.read(login);
        expect(await directory.remove(login, ulid())).toEqual({
          refused: 'foreign-entry',
          reason: '68 entryAlreadyExists',
        });
        expect(await directory.read(login)).toEqual(before);
      });

      test('is not removed when it belongs to another account, and keeps its groups (I-09)', async () => {
        const ada = entry({ groups: ['isima'] });
        await directory.write(ada);
        const before = await directory.read(ada.login);
        expect(await directory.remove(ada.login, ulid())).toMatchObject({ refused: 'foreign-entry' });
        expect(await directory.read(ada.login)).toEqual(before);
      });

      test('needs an account: nobody owns what nobody owns', async () => {
        const login = freshLogin();
        await subject.plantForeign(login);
        for (const accountId of ['', undefined, null]) {
          await expect(directory.remove(login, accountId as string)).rejects.toBeInstanceOf(ContractError);
        }
        expect(await directory.read(login)).toBeDefined();
      });

      test('once, whoever removes it at the same time', async () => {
        const ada = entry({ groups: ['limos', 'isima'] });
        await directory.write(ada);
        const removals = Array.from({ length: 10 }, () => directory.remove(ada.login, ada.accountId));
        expect(new Set(await Promise.all(removals))).toEqual(new Set(['removed']));
        expect(await directory.read(ada.login)).toBeUndefined();
      });
    });

    describe('the groups of an entry', () => {
      test('are exactly those that it is written with, in the end', async () => {
        const ada = entry();
        for (const groups of [[], ['limos'], ['isima', 'limos'], ['printing'], ['printing'], []]) {
          expect(await directory.write({ ...ada, groups })).toBe('written');
          expect((await directory.read(ada.login))?.groups).toEqual(groups);
        }
      });

      test('are nobody else’s', async () => {
        const [ada, eve] = [entry({ groups: ['limos'] }), entry({ groups: ['limos', 'printing'] })];
        await directory.write(ada);
        await directory.write(eve);
        await directory.write({ ...ada, groups: ['isima'] });
        await directory.remove(ada.login, ada.accountId);
        expect((await directory.read(eve.login))?.groups).toEqual(['limos', 'printing']);
      });

      test('are not those of an entry that is refused', async () => {
        const ada = entry();
        await subject.plantForeign(ada.login);
        expect(await directory.write({ ...ada, groups: ['limos'] })).toMatchObject({ refused: 'foreign-entry' });
        expect((await directory.read(ada.login))?.groups).toEqual([]);
      });

      test.each(['', 'Limos', 'limos,ou=groups', 'limos\0', '*', ' limos', 'cn=cri'])(
        'have names of services: %j is none (I-05, I-07)',
        async (group) => {
          const ada = entry({ groups: [group] });
          await expect(directory.write(ada)).rejects.toBeInstanceOf(ContractError);
          expect(await directory.read(ada.login)).toBeUndefined();
        },
      );
    });

    describe('a list by the last character of the account id', () => {
      const ending = (character: string) => `${ulid().slice(0, -1)}${character}`;
      const list = (character: string) => listOf(directory.list(character));

      test('has each entry as it is read, and no other', async () => {
        const people = ['0', '0', '7', 'Z'].map((character) => entry({ accountId: ending(character) }));
        const [ada, eve, bob, zoe] = people.map((each) => each.login);
        for (const each of people) await directory.write({ ...each, groups: each.login === ada ? ['limos'] : [] });
        const stranger = freshLogin();
        await subject.plantForeign(stranger);
        const known = new Set([ada, eve, bob, zoe, stranger]);
        const found = (await list('0')).filter(({ login }) => known.has(login));
        expect(found.map(({ login }) => login).sort()).toEqual([ada, eve].sort());
        for (const { login, ...stored } of found) expect(stored).toEqual(await directory.read(login));
        for (const [character, login] of [
          ['7', bob],
          ['Z', zoe],
        ] as const) {
          expect((await list(character)).map((each) => each.login).filter((each) => known.has(each))).toEqual([login]);
        }
      });

      test('is whole beyond every page and every limit of the server (I-15)', async () => {
        const people = Array.from({ length: 620 }, () => entry({ accountId: ending('W') }));
        while (people.length % 50 !== 0) people.push(entry({ accountId: ending('W') }));
        for (let from = 0; from < people.length; from += 50) {
          await Promise.all(people.slice(from, from + 50).map((each) => directory.write(each)));
        }
        const found = (await list('W')).map(({ login }) => login);
        expect(new Set(found).size).toBe(found.length);
        expect(found).toEqual(expect.arrayContaining(people.map(({ login }) => login)));
        // Two at once, and other questions in between, disturb no page.
        const [some, others] = await Promise.all([list('W'), list('W'), list('7'), directory.probe()]);
        expect([some.length, others.length]).toEqual([found.length, found.length]);
      });

      test('may be left half-way, and its entries removed on the way', async () => {
        const people = Array.from({ length: 3 }, () => entry({ accountId: ending('Y') }));
        for (const each of people) await directory.write(each);
        for await (const { login, accountId } of directory.list('Y')) {
          expect(await directory.remove(login, accountId)).toBe('removed');
          break;
        }
        for await (const { login, accountId } of directory.list('Y')) await directory.remove(login, accountId);
        expect(await list('Y')).toEqual([]);
      });

      test.each(['', 'ab', 'a', '*', 'I', 'L', 'O', 'U', ')', '\0'])('asks for no %j (I-06)', async (character) => {
        await expect(list(character)).rejects.toBeInstanceOf(ContractError);
      });
    });

    describe('a login (I-05, I-07)', () => {
      test.each([
        'EXTERNAL',
        'PLAIN',
        'DIGEST-MD5',
        'SCRAM-SHA-1',
        '',
        'Ada',
        'ada ',
        'ada\n',
        '1ada',
        'a1a',
        'ａda',
        'a,ou=x',
        'a+b=c',
        'é',
      ])('that is none is refused: %j', async (login) => {
        await expect(directory.write(entry({ login }))).rejects.toBeInstanceOf(ContractError);
        await expect(directory.read(login)).rejects.toBeInstanceOf(ContractError);
        await expect(directory.remove(login, ulid())).rejects.toBeInstanceOf(ContractError);
      });

      test('is all that a distinguished name is made of: nothing else reaches the server', async () => {
        const anything = fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: fc.constantFrom(...Array.from('az09,+"\\<>;=# *()&|!\0\n\u00e9\uff41')) }),
          fc.stringMatching(/^[a-z]+[0-9]*$/).map((login) => `${login} `),
        );
        const logins = fc.sample(
          anything.filter((login) => !/^[a-z]+[0-9]*$/.test(login)),
          10_000,
        );
        const reasons = await Promise.allSettled(logins.map((login) => directory.read(login)));
        const wrong = reasons.filter((each) => each.status === 'fulfilled' || !(each.reason instanceof ContractError));
        expect(wrong).toEqual([]);
      });

      test('that is a list or an object is refused', async () => {
        for (const login of [['ada'], { toString: () => 'ada' }, null, undefined, 7]) {
          await expect(directory.read(login as string)).rejects.toBeInstanceOf(ContractError);
        }
      });
    });

    test.each(['userPassword', 'matriculeVersion', 'matriculeAccountId', 'objectClass', 'uid', 'USERPASSWORD'])(
      'nobody writes %s through the port (I-16)',
      async (attribute) => {
        const ada = entry();
        const wrong = { ...ada, attributes: { ...ada.attributes, [attribute]: ['canary'] } };
        await expect(directory.write(wrong)).rejects.toBeInstanceOf(ContractError);
        expect(await directory.read(ada.login)).toBeUndefined();
      },
    );

    test('an answer waits for no other: 50 accounts at once are all written', async () => {
      const people = Array.from({ length: 50 }, () => entry());
      expect(await Promise.all(people.map((each) => directory.write(each)))).toEqual(people.map(() => 'written'));
      const stored = await Promise.all(people.map((each) => directory.read(each.login)));
      expect(stored.map((each) => each?.accountId)).toEqual(people.map((each) => each.accountId));
    });

    test('a directory that is away is worth another try, and serves again when it is back', async () => {
      const [before, after] = [entry(), entry()];
      await directory.write(before);
      await directory.probe();
      await subject.away();
      try {
        await expect(directory.probe()).rejects.toBeInstanceOf(RetryableError);
        await expect(directory.write(after)).rejects.toBeInstanceOf(RetryableError);
        await expect(directory.read(before.login)).rejects.toBeInstanceOf(RetryableError);
        await expect(directory.remove(before.login, before.accountId)).rejects.toBeInstanceOf(RetryableError);
        await expect(listOf(directory.list('0'))).rejects.toBeInstanceOf(RetryableError);
      } finally {
        await subject.back();
      }
      await expect(directory.probe()).resolves.toBeUndefined();
      expect(await directory.write(after)).toBe('written');
      expect(await directory.read(before.login)).toMatchObject({ accountId: before.accountId });
    });
  });
}

const person = { cn: ['Ada Lovelace'], sn: ['Lovelace'], givenName: ['Ada'] };

/** An entry with what every population has, and what some have. */
export function entryOf({ posix, ...overrides }: Partial<Entry> & { posix: boolean }): Entry {
  const login = overrides.login ?? freshLogin();
  return {
    login,
    accountId: ulid(),
    objectClasses: [
      'inetOrgPerson',
      'eduPerson',
      'supannPerson',
      'matriculeAccount',
      ...(posix ? ['posixAccount'] : []),
    ],
    attributes: {
      ...person,
      displayName: ['Ada Lovelace'],
      mail: [`${login}@etu.uca.fr`],
      eduPersonPrincipalName: [`${login}@uca.fr`],
      eduPersonAffiliation: ['member', 'student'],
      eduPersonPrimaryAffiliation: ['student'],
      supannEtuId: ['12345678'],
      supannEmpId: [],
      pwdEndTime: ['20271231225959Z'],
      ...(posix && { uidNumber: ['200001'], gidNumber: ['20000'], homeDirectory: [`/home/${login}`] }),
    },
    groups: [],
    ...overrides,
  };
}

/** All that a list gives. */
export async function listOf(entries: AsyncIterable<ListedEntry>): Promise<ListedEntry[]> {
  const found: ListedEntry[] = [];
  for await (const each of entries) found.push(each);
  return found;
}

/** Letters alone would run out of luck: a login ends with digits. */
export function freshLogin(): string {
  return `ada${BigInt(`0x${Buffer.from(ulid()).toString('hex')}`).toString()}`;
}

function present(attributes: Entry['attributes']): Entry['attributes'] {
  return Object.fromEntries(Object.entries(attributes).filter(([, values]) => values.length > 0));
}

/** The values of an attribute have no order (RFC 4511, 4.1.7). */
function sorted(attributes: Entry['attributes']): Entry['attributes'] {
  return Object.fromEntries(Object.entries(attributes).map(([name, values]) => [name, [...values].sort()]));
}
