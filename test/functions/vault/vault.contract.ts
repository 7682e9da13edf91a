import { inspect } from 'node:util';
import { ulid } from 'ulid';
import { beforeAll, describe, expect, test } from 'vitest';
import { RetryableError } from '../../../functions/step/errors.ts';
import type { Open, Seal } from '../../../functions/vault/vault.ts';

interface Vault {
  readonly seal: Seal;
  readonly open: Open;
}

/** A key's service in its three tempers. */
export interface VaultWorld {
  readonly vault: Vault;
  readonly away: Vault;
  readonly refuses: Vault;
}

/** Passwords that a careless way to bytes and back would change. */
export const oddPasswords = {
  'of letters': 'Correct-Horse-9',
  'with accents, composed and not': 'Éte\u0301 à Aubière 63!',
  'of 128 emoji': '\u{1F9E1}'.repeat(128),
  'with spaces around': '  Passe-partout 1  ',
  'with a NUL inside': 'Passe\u0000partout-1',
  'with a byte order mark in front': '\uFEFFPasse-partout-1',
  'of many lines': 'Passe\r\npartout\n-1\u2028',
};

/** What every vault keeps to. */
export function vaultContract(name: string, start: () => VaultWorld | Promise<VaultWorld>): void {
  describe(name, () => {
    let world: VaultWorld;
    const context = () => ({ accountId: ulid(), operationId: ulid() });
    const password = 'Canary-Passe-partout-1';
    beforeAll(async () => {
      world = await start();
    });

    /** @returns why it did not open or seal, having looked that nothing of the password is in the reason. */
    async function failure(attempt: Promise<string>): Promise<unknown> {
      const error: unknown = await attempt.then(
        () => 'done',
        (reason: unknown) => reason,
      );
      const told = inspect(error, { depth: null, showHidden: true });
      for (const form of [password, Buffer.from(password).toString('base64')]) expect(told).not.toContain(form);
      return error;
    }

    test.each(Object.entries(oddPasswords))('gives back a password %s as it was', async (_, odd) => {
      const to = context();
      expect(await world.vault.open(await world.vault.seal(odd, to), to)).toBe(odd);
    });

    test('keeps base 64 that says nothing of the password, and never the same twice', async () => {
      const to = context();
      const [one, other] = [await world.vault.seal(password, to), await world.vault.seal(password, to)];
      expect(one).toMatch(/^[A-Za-z0-9+/]+={0,2}$/);
      expect(one).not.toBe(other);
      expect(Buffer.from(one, 'base64').includes(password)).toBe(false);
    });

    test('does not ask in which order the ids are named', async () => {
      const { accountId, operationId } = context();
      const sealed = await world.vault.seal(password, { accountId, operationId });
      expect(await world.vault.open(sealed, { operationId, accountId })).toBe(password);
    });

    test('C-12: two ciphertexts that are swapped open for neither account', async () => {
      const [ada, eve] = [context(), context()];
      const [ofAda, ofEve] = [await world.vault.seal(password, ada), await world.vault.seal(password, eve)];
      for (const attempt of [() => world.vault.open(ofEve, ada), () => world.vault.open(ofAda, eve)]) {
        const error = await failure(attempt());
        expect(error).toBeInstanceOf(Error);
        expect(error).not.toBeInstanceOf(RetryableError);
      }
    });

    test('C-12: what one operation of an account sealed opens for no other one of it', async () => {
      const { accountId, operationId } = context();
      const sealed = await world.vault.seal(password, { accountId, operationId });
      const error = await failure(world.vault.open(sealed, { accountId, operationId: ulid() }));
      expect(error).toBeInstanceOf(Error);
      expect(error).not.toBeInstanceOf(RetryableError);
    });

    test('asks for another try while the key’s service is away', async () => {
      const to = context();
      const sealed = await world.vault.seal(password, to);
      expect(await failure(world.away.seal(password, to))).toBeInstanceOf(RetryableError);
      expect(await failure(world.away.open(sealed, to))).toBeInstanceOf(RetryableError);
    });

    test('asks for no other try when the key is refused', async () => {
      const to = context();
      const sealed = await world.vault.seal(password, to);
      for (const attempt of [() => world.refuses.seal(password, to), () => world.refuses.open(sealed, to)]) {
        const error = await failure(attempt());
        expect(error).toBeInstanceOf(Error);
        expect(error).not.toBeInstanceOf(RetryableError);
      }
    });
  });
}
