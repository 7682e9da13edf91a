import { CreateKeyCommand, DisableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { kmsVault } from '../../../functions/vault/kms-vault.ts';
import { worldClient } from '../../support/local-clients.ts';
import { vaultContract } from './vault.contract.ts';

// The local cloud opens a ciphertext that was tampered with, and one of another key: `vault.test.ts` and
// `kms-vault.test.ts` hold the fake and the request to what KMS does.

const client = new KMSClient(worldClient());

vaultContract('a vault in KMS', async () => {
  const [keyId, disabled] = [await newKey(), await newKey()];
  await client.send(new DisableKeyCommand({ KeyId: disabled }));
  // Nothing listens on the discard port.
  const nowhere = new KMSClient({ ...worldClient(), maxAttempts: 1, endpoint: 'http://127.0.0.1:9' });
  return { vault: kmsVault(client, keyId), away: kmsVault(nowhere, keyId), refuses: kmsVault(client, disabled) };
});

async function newKey(): Promise<string> {
  const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
  if (KeyMetadata?.KeyId === undefined) throw new Error('KMS made no key');
  return KeyMetadata.KeyId;
}
