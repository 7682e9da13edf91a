import { DecryptCommand, EncryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import { isAwsAway } from '../step/aws-away.ts';
import { RetryableError } from '../step/errors.ts';
import type { Open, Seal } from './vault.ts';

/**
 * The vault's seal under a key of KMS, with the opaque ids as encryption context (C-12). Passwords travel as their UTF-8
 * bytes, some 500 at most, where KMS takes 4,096.
 * @param keyId what `Encrypt` is asked for, and what `Decrypt` insists on: a ciphertext of any other key does not open.
 */
export function kmsVault(client: KMSClient, keyId: string): { seal: Seal; open: Open } {
  return {
    seal: async (password, context) => {
      // Its own memory: a Buffer may be a slice of a pool that others read.
      const plaintext = new TextEncoder().encode(password);
      try {
        const command = new EncryptCommand({ KeyId: keyId, Plaintext: plaintext, EncryptionContext: { ...context } });
        const { CiphertextBlob } = await client.send(command).catch(answerOf);
        if (!CiphertextBlob) throw new RetryableError('KMS answered without a ciphertext');
        return bytes(CiphertextBlob).toString('base64');
      } finally {
        plaintext.fill(0);
      }
    },
    open: async (sealed, context) => {
      const command = new DecryptCommand({
        KeyId: keyId,
        CiphertextBlob: Buffer.from(sealed, 'base64'),
        EncryptionContext: { ...context },
      });
      const { Plaintext } = await client.send(command).catch(answerOf);
      if (!Plaintext) throw new RetryableError('KMS answered without a plaintext');
      try {
        // A TextDecoder would take a byte order mark away, with which a password may begin.
        return bytes(Plaintext).toString('utf8');
      } finally {
        Plaintext.fill(0);
        // The SDK looks at its base 64 with a regular expression, and V8 keeps what the last one was run on (C-13).
        /^/.exec('');
      }
    },
  };
}

function bytes({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/**
 * The vendor's error goes no further: it may hold an answer that could not be read, plaintext and all, and its message is
 * not ours. Of a considered answer the name stays, as the cause, for the log.
 */
function answerOf(error: unknown): never {
  if (isAwsAway(error)) throw new RetryableError('KMS does not answer');
  const cause = new Error();
  cause.name = error instanceof Error ? error.name : typeof error;
  throw new Error('KMS refuses', { cause });
}
