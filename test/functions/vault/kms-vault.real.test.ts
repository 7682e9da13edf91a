import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { beforeAll, expect, test } from 'vitest';
import { kmsVault } from '../../../functions/vault/kms-vault.ts';
import { worldClient } from '../../support/local-clients.ts';
import { vaultContract } from './vault.contract.ts';

const client = new KMSClient(worldClient());
const newKey = async (): Promise<string> => {
  const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
  if (KeyMetadata?.KeyId === undefined) throw new Error('KMS made no key');
  return KeyMetadata.KeyId;
};

vaultContract('a vault in KMS', async () => {
  const keyId = await newKey();
  // Nothing listens on the discard port.
  const nowhere = new KMSClient({ ...worldClient(), maxAttempts: 1, endpoint: 'http://127.0.0.1:9' });
  return {
    vault: kmsVault(client, keyId),
    away: kmsVault(nowhere, keyId),
    refuses: kmsVault(client, '00000000-0000-0000-0000-000000000000'),
  };
});

let keys: readonly [string, string];
beforeAll(async () => {
  keys = [await newKey(), await newKey()];
});

test('what another key sealed does not open, in the right context and by a role that may use both', async () => {
  const context = { accountId: 'a', operationId: 'o' };
  const sealed = await kmsVault(client, keys[0]).seal('Passe-partout-1', context);
  await expect(kmsVault(client, keys[1]).open(sealed, context)).rejects.toThrow('KMS refuses');
});
