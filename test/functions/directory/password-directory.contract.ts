import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Directory } from '../../../functions/directory/directory.ts';
import type { PasswordDirectory, PasswordEntry } from '../../../functions/directory/password-directory.ts';
import type { Role } from '../../../functions/directory/role.ts';
import { ContractError, RetryableError } from '../../../functions/step/errors.ts';
import { entryOf, freshLogin } from './directory.contract.ts';

/** A directory that asks for 12 bytes and remembers 5 passwords, and what happens to it behind the port's back. */
export interface PasswordDirectoryUnderTest {
  readonly passwords: PasswordDirectory;
  /** Another process that writes passwords into the same directory. */
  readonly rival: PasswordDirectory;
  /** The other port on the same entries. */
  readonly directory: Directory;
  /** Each makes a coming answer to `passwords` be lost. */
  readonly losses: readonly (() => void)[];
  /** From now on every answer arrives. */
  stopLosing(): void;
  plantForeign(login: string): void | Promise<void>;
  /** An operator of the directory makes somebody a member of a group that gives a role. */
  giveRole(login: string, role: Role): void | Promise<void>;
  away(): void | Promise<void>;
  back(): void | Promise<void>;
}

const phrase = 'Une phrase assez longue';
const other = 'Une autre phrase, plus récente';

/** What every implementation of the port of passwords keeps to. Entries are fresh, so that a server is never emptied. */
export function passwordDirectoryContract(
  name: string,
  start: () => PasswordDirectoryUnderTest | Promise<PasswordDirectoryUnderTest>,
  { posix }: { posix: boolean },
): void {
  describe(name, () => {
    let subject: PasswordDirectoryUnderTest;
    let passwords: PasswordDirectory;
    beforeAll(async () => {
      subject = await start();
      passwords = subject.passwords;
    });

    /** An account whose entry is there; the function gives it at a version. */
    async function account(attributes: Record<string, readonly string[]> = {}) {
      const entry = entryOf({ posix });
      const written = { ...entry, attributes: { ...entry.attributes, pwdEndTime: [], ...attributes } };
      expect(await subject.directory.write(written)).toBe('written');
      const { login, accountId } = entry;
      return { login, entry: written, at: (version: number): PasswordEntry => ({ login, accountId, version }) };
    }
    const versionIn = async (login: string) =>
      (await subject.directory.read(login))?.attributes['matriculeVersion']?.map(Number);

    test('a password that was set lets in, and no other does', async () => {
      const ada = await account();
      expect(await passwords.bind(ada.login, phrase)).toBe('wrong');
      expect(await passwords.set(ada.at(1), phrase)).toBe('written');
      expect(await passwords.bind(ada.login, phrase)).toBe('bound');
      expect(await passwords.bind(ada.login, other)).toBe('wrong');
      expect(await versionIn(ada.login)).toEqual([1]);
      expect(await passwords.set(ada.at(7), other)).toBe('written');
      expect(await passwords.bind(ada.login, other)).toBe('bound');
      expect(await passwords.bind(ada.login, phrase)).toBe('wrong');
      expect(await versionIn(ada.login)).toEqual([7]);
    });

    test('an older change never overwrites a newer one (I-21)', async () => {
      const ada = await account();
      await passwords.set(ada.at(5), phrase);
      expect(await passwords.set(ada.at(4), other)).toBe('superseded');
      expect(await passwords.clear(ada.at(1))).toBe('superseded');
      expect(await passwords.bind(ada.login, phrase)).toBe('bound');
      expect(await versionIn(ada.login)).toEqual([5]);
    });

    test('a change that was made is told again without a write, so that no history refuses it (I-10, I-11)', async () => {
      const ada = await account();
      await passwords.set(ada.at(1), phrase);
      expect(await passwords.set(ada.at(1), phrase)).toBe('written');
      expect(await passwords.set(ada.at(1), other)).toBe('written');
      expect(await passwords.clear(ada.at(1))).toBe('written');
      expect(await passwords.bind(ada.login, phrase)).toBe('bound');
    });

    test('two writers at once end with the greater version, and each knows what became of it (I-11)', async () => {
      for (let round = 0; round < 50; round += 1) {
        const ada = await account();
        const [older, newer] = round % 2 === 0 ? [passwords, subject.rival] : [subject.rival, passwords];
        const results = await Promise.all([
          untilAnswered(() => older.set(ada.at(1), phrase)),
          untilAnswered(() => newer.set(ada.at(2), other)),
        ]);
        expect(results[0]).toMatch(/^(written|superseded)$/);
        expect(results[1]).toBe('written');
        expect(await passwords.bind(ada.login, other)).toBe('bound');
        expect(await versionIn(ada.login)).toEqual([2]);
      }
    });

    test('the same change by two writers at once is made once and refused to neither (I-10)', async () => {
      for (let round = 0; round < 50; round += 1) {
        const ada = await account();
        const results = await Promise.all(
          [passwords, subject.rival].map((each) => untilAnswered(() => each.set(ada.at(1), phrase))),
        );
        expect(results).toEqual(['written', 'written']);
        expect(await passwords.bind(ada.login, phrase)).toBe('bound');
      }
    });

    test('whatever the order of changes, the newest is there in the end (I-21)', async () => {
      const change = fc.record({ version: fc.integer({ min: 1, max: 4 }), clears: fc.boolean() });
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(change, { selector: ({ version }) => version, minLength: 1 }),
          async (changes) => {
            const ada = await account();
            for (const { version, clears } of changes) {
              await (clears
                ? passwords.clear(ada.at(version))
                : passwords.set(ada.at(version), `${phrase} ${version}`));
            }
            const [last] = [...changes].sort((one, another) => another.version - one.version);
            const is = await passwords.bind(ada.login, `${phrase} ${String(last?.version)}`);
            expect(is).toBe(last?.clears ? 'wrong' : 'bound');
            expect(await versionIn(ada.login)).toEqual([last?.version]);
          },
        ),
        { numRuns: 30 },
      );
    });

    test('a lost answer is found out by the next call, whichever it was (I-10)', async () => {
      for (const lose of subject.losses) {
        const ada = await account();
        lose();
        expect(await untilAnswered(() => passwords.set(ada.at(1), phrase))).toBe('written');
        subject.stopLosing();
        expect(await passwords.bind(ada.login, phrase)).toBe('bound');
        lose();
        expect(await untilAnswered(() => passwords.set(ada.at(2), other))).toBe('written');
        lose();
        expect(await untilAnswered(() => passwords.clear(ada.at(3)))).toBe('written');
        subject.stopLosing();
        expect(await passwords.bind(ada.login, other)).toBe('wrong');
        expect(await versionIn(ada.login)).toEqual([3]);
      }
    });

    test('an entry that is not there, not ours, or another account’s is left as it is', async () => {
      const foreign = freshLogin();
      await subject.plantForeign(foreign);
      const ada = await account();
      for (const login of [freshLogin(), foreign, ada.login]) {
        const before = await subject.directory.read(login);
        const wanted = { login, accountId: 'somebody-else', version: 1 };
        expect(await passwords.set(wanted, phrase)).toBe('absent');
        expect(await passwords.clear(wanted)).toBe('absent');
        expect(await passwords.bind(login, phrase)).toBe('wrong');
        expect(await subject.directory.read(login)).toEqual(before);
      }
    });

    test('a cleared password lets nobody in, and a later one does', async () => {
      const ada = await account();
      await passwords.set(ada.at(1), phrase);
      expect(await passwords.clear(ada.at(2))).toBe('written');
      expect(await passwords.bind(ada.login, phrase)).toBe('wrong');
      expect(await passwords.clear(ada.at(2))).toBe('written');
      expect(await passwords.set(ada.at(1), phrase)).toBe('superseded');
      expect(await passwords.set(ada.at(3), other)).toBe('written');
      expect(await passwords.bind(ada.login, other)).toBe('bound');
    });

    test('an entry without a password is cleared all the same, so that no older change comes after', async () => {
      const ada = await account();
      expect(await passwords.clear(ada.at(2))).toBe('written');
      expect(await passwords.set(ada.at(1), phrase)).toBe('superseded');
      expect(await versionIn(ada.login)).toEqual([2]);
    });

    test('the other port leaves version and password as they are', async () => {
      const ada = await account();
      await passwords.set(ada.at(3), phrase);
      const changed = { ...ada.entry, attributes: { ...ada.entry.attributes, cn: ['Ada King'] } };
      expect(await subject.directory.write(changed)).toBe('written');
      expect(await versionIn(ada.login)).toEqual([3]);
      expect(await passwords.bind(ada.login, phrase)).toBe('bound');
    });

    describe('a refusal (I-17)', () => {
      test('says that the password is the one in use, or one of the five before, and changes nothing', async () => {
        const ada = await account();
        const used = [0, 1, 2, 3, 4, 5, 6].map((each) => `${phrase} ${each}`);
        for (const [index, each] of used.entries()) await passwords.set(ada.at(index + 1), each);
        for (const each of used.slice(1)) {
          expect(await passwords.set(ada.at(8), each)).toEqual({ refused: 'in-history' });
        }
        expect(await versionIn(ada.login)).toEqual([7]);
        expect(await passwords.bind(ada.login, used[6] ?? '')).toBe('bound');
        expect(await passwords.set(ada.at(8), used[0] ?? '')).toBe('written');
      });

      test.each([
        ['too-short', 'onze lettre'],
        ['too-short', 'é'.repeat(5)],
        // A policy cannot look into what is hashed already, so nobody chooses a hash.
        ['too-weak', '{SSHA}onze lettres et plus'],
        ['too-weak', '{argon2}onze lettres et plus'],
      ] as const)('says that a password is %s: %s', async (refused, password) => {
        const ada = await account();
        expect(await passwords.set(ada.at(1), password)).toEqual({ refused });
        expect(await passwords.bind(ada.login, password)).toBe('wrong');
        expect(await versionIn(ada.login)).toEqual([0]);
        // The version is free for a better one.
        expect(await passwords.set(ada.at(1), phrase)).toBe('written');
      });
    });

    describe('a password', () => {
      test.each([12, 64, 65, 127, 128, 512])('of %i characters is kept whole (C-01)', async (length) => {
        const ada = await account();
        const password = 'abcdefghij'.repeat(52).slice(0, length);
        expect(await passwords.set(ada.at(1), password)).toBe('written');
        expect(await passwords.bind(ada.login, password)).toBe('bound');
        expect(await passwords.bind(ada.login, password.slice(0, -1))).toBe('wrong');
        expect(await passwords.bind(ada.login, `${password}!`)).toBe('wrong');
        expect(await passwords.bind(ada.login, `${password.slice(0, -1)}!`)).toBe('wrong');
      });

      test('of 128 characters and 512 bytes is kept whole (C-01)', async () => {
        const ada = await account();
        const password = '🦉'.repeat(128);
        expect(Buffer.byteLength(password)).toBe(512);
        expect(await passwords.set(ada.at(1), password)).toBe('written');
        expect(await passwords.bind(ada.login, password)).toBe('bound');
        expect(await passwords.bind(ada.login, `${'🦉'.repeat(127)}🦊`)).toBe('wrong');
      });

      test('may be made of any characters (C-02)', async () => {
        const characters = fc.oneof(
          fc.string({ unit: 'binary', minLength: 12, maxLength: 128 }),
          fc.string({ unit: 'grapheme', minLength: 12, maxLength: 60 }),
          fc.string({
            unit: fc.constantFrom(...Array.from(' "\'\\{}$#*()&|,;<>=+%\t\n\r\u007f')),
            minLength: 12,
            maxLength: 40,
          }),
        );
        const wanted = characters.filter((each) => !each.includes('\0') && Buffer.byteLength(each) <= 512);
        const chosen = fc.sample(wanted, 200);
        const results = await inFours(chosen, async (password) => {
          const ada = await account();
          return { set: await passwords.set(ada.at(1), password), bind: await passwords.bind(ada.login, password) };
        });
        const wrong = chosen.filter((_, index) => {
          const result = results[index];
          return result?.set !== 'written' || result.bind !== 'bound';
        });
        expect(wrong).toEqual([]);
      });

      test('keeps its spaces and its case (C-04)', async () => {
        const ada = await account();
        const password = '  Une Phrase assez longue ';
        await passwords.set(ada.at(1), password);
        expect(await passwords.bind(ada.login, password)).toBe('bound');
        for (const changed of [password.trim(), password.trimStart(), password.trimEnd(), password.toLowerCase()]) {
          expect(await passwords.bind(ada.login, changed)).toBe('wrong');
        }
      });

      test('is bytes to a directory: é composed and decomposed are two, which is why we write one form (C-03)', async () => {
        const ada = await account();
        await passwords.set(ada.at(1), 'été comme hiver'.normalize('NFC'));
        expect(await passwords.bind(ada.login, 'été comme hiver'.normalize('NFC'))).toBe('bound');
        expect(await passwords.bind(ada.login, 'été comme hiver'.normalize('NFD'))).toBe('wrong');
      });

      test.each([
        [''],
        ['\0'],
        [`${phrase}\0`],
        ['\ud83e une phrase assez longue'],
        [[phrase]],
        [undefined],
        [null],
        [{ length: 20 }],
        [7],
      ])('is never %j: not written, and not tried (I-04)', async (none) => {
        const ada = await account();
        await expect(passwords.set(ada.at(1), none as string)).rejects.toBeInstanceOf(ContractError);
        expect(await passwords.bind(ada.login, none as string)).toBe('wrong');
        expect(await versionIn(ada.login)).toEqual([0]);
      });
    });

    test.each(['EXTERNAL', 'PLAIN', '', 'Ada', 'ada ', 'ada\0', 'a,ou=x', '*'])(
      'nothing is asked about a login that is none: %j (I-05)',
      async (login) => {
        const entry = { login, accountId: 'an-account', version: 1 };
        await expect(passwords.set(entry, phrase)).rejects.toBeInstanceOf(ContractError);
        await expect(passwords.clear(entry)).rejects.toBeInstanceOf(ContractError);
        await expect(passwords.bind(login, phrase)).rejects.toBeInstanceOf(ContractError);
        await expect(passwords.roles(login)).rejects.toBeInstanceOf(ContractError);
      },
    );

    test.each([0, -1, 1.5, Number.NaN, Infinity, 2 ** 53])('%d is no version of a password', async (version) => {
      const ada = await account();
      await expect(passwords.set(ada.at(version), phrase)).rejects.toBeInstanceOf(ContractError);
      await expect(passwords.clear(ada.at(version))).rejects.toBeInstanceOf(ContractError);
      await expect(passwords.clear({ ...ada.at(1), accountId: '' })).rejects.toBeInstanceOf(ContractError);
    });

    test('after its last day an entry lets nobody in, and says so, until the day moves', async () => {
      const ada = await account();
      await passwords.set(ada.at(1), phrase);
      const ending = (...pwdEndTime: string[]) =>
        subject.directory.write({ ...ada.entry, attributes: { ...ada.entry.attributes, pwdEndTime } });
      await ending('20200101000000Z');
      expect(await passwords.bind(ada.login, phrase)).toBe('ended');
      // A password is written all the same: it serves when the day moves.
      expect(await passwords.set(ada.at(2), other)).toBe('written');
      await ending('20991231225959Z');
      expect(await passwords.bind(ada.login, other)).toBe('bound');
    });

    test('a password goes with its entry', async () => {
      const ada = await account();
      await passwords.set(ada.at(1), phrase);
      expect(await subject.directory.remove(ada.login, ada.at(1).accountId)).toBe('removed');
      expect(await passwords.bind(ada.login, phrase)).toBe('wrong');
      expect(await passwords.set(ada.at(2), phrase)).toBe('absent');
      await subject.directory.write(ada.entry);
      expect(await passwords.bind(ada.login, phrase)).toBe('wrong');
      expect(await versionIn(ada.login)).toEqual([0]);
    });

    test('a role is what a group of the directory gives, to whom it gives it', async () => {
      const [ada, eve] = [await account(), await account()];
      expect(await passwords.roles(ada.login)).toEqual([]);
      await subject.giveRole(ada.login, 'cri');
      await subject.giveRole(eve.login, 'registrar');
      await subject.giveRole(eve.login, 'operator');
      expect(await passwords.roles(ada.login)).toEqual(['cri']);
      expect(await passwords.roles(eve.login)).toEqual(['registrar', 'operator']);
      expect(await passwords.roles(freshLogin())).toEqual([]);
    });

    test('a group that opens a service gives no role, whatever it is called', async () => {
      const ada = await account();
      await subject.directory.write({ ...ada.entry, groups: ['limos'] });
      expect(await passwords.roles(ada.login)).toEqual([]);
    });

    test('the policy says what it asks', async () => {
      expect(await passwords.policy()).toEqual({ minimumLength: 12 });
    });

    test('a directory that is away is worth another try, and serves again when it is back', async () => {
      const ada = await account();
      await passwords.set(ada.at(1), phrase);
      await subject.away();
      try {
        await expect(passwords.set(ada.at(2), other)).rejects.toBeInstanceOf(RetryableError);
        await expect(passwords.clear(ada.at(2))).rejects.toBeInstanceOf(RetryableError);
        await expect(passwords.bind(ada.login, phrase)).rejects.toBeInstanceOf(RetryableError);
        await expect(passwords.policy()).rejects.toBeInstanceOf(RetryableError);
        await expect(passwords.roles(ada.login)).rejects.toBeInstanceOf(RetryableError);
      } finally {
        await subject.back();
      }
      expect(await passwords.bind(ada.login, phrase)).toBe('bound');
      expect(await passwords.set(ada.at(2), other)).toBe('written');
    });
  });
}

/** As a workflow does with a RetryableError, and with no other. */
async function untilAnswered<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof RetryableError)) throw error;
    }
  }
}

/** A server makes a hash or two at a time, and every call has its five seconds. */
async function inFours<T, R>(all: readonly T[], work: (each: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < all.length; from += 4) {
    results.push(...(await Promise.all(all.slice(from, from + 4).map(work))));
  }
  return results;
}
