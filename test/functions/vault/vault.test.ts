import { expect, test } from 'vitest';
import { RetryableError } from '../../../functions/step/errors.ts';
import { inMemoryVault } from '../../support/in-memory-vault.ts';
import { vaultContract } from './vault.contract.ts';

vaultContract('a vault in memory', () => {
  const vault = inMemoryVault();
  /** The same key, when the service is in that temper. */
  const when = (temper: 'away' | 'refuses') => {
    const during = async <T>(call: () => Promise<T>): Promise<T> => {
      vault[temper] = true;
      return call().finally(() => {
        vault[temper] = false;
      });
    };
    const { seal, open } = vault;
    return {
      seal: (...given: Parameters<typeof seal>) => during(() => seal(...given)),
      open: (...given: Parameters<typeof open>) => during(() => open(...given)),
    };
  };
  return { vault, away: when('away'), refuses: when('refuses') };
});

// Not in the contract: on the local cloud a tampered ciphertext decrypts; on KMS it does not (InvalidCiphertextException).
test('C-12: a ciphertext that was tampered with does not open', async () => {
  const { seal, open } = inMemoryVault();
  const context = { accountId: 'a', operationId: 'o' };
  const sealed = Buffer.from(await seal('Passe-partout-1', context), 'base64');
  for (const at of sealed.keys()) {
    const tampered = Buffer.from(sealed);
    tampered.writeUInt8(tampered.readUInt8(at) ^ 1, at);
    const error: unknown = await open(tampered.toString('base64'), context).catch((reason: unknown) => reason);
    expect(error, `byte ${at}`).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(RetryableError);
  }
});
