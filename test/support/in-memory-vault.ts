import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { RetryableError } from '../../functions/step/errors.ts';
import type { Open, Seal, SealContext } from '../../functions/vault/vault.ts';

export interface InMemoryVault {
  readonly seal: Seal;
  readonly open: Open;
  /** Whether the key's service does not answer. */
  away: boolean;
  /** Whether the key may not be used, or is disabled. */
  refuses: boolean;
}

/** KMS as the port sees it, in this process; `test/functions/vault/vault.contract.ts` holds both to the same rules. */
export function inMemoryVault(): InMemoryVault {
  const key = randomBytes(32);

  async function answers(): Promise<void> {
    await Promise.resolve();
    if (vault.away) throw new RetryableError('The key’s service is away');
    if (vault.refuses) throw new Error('The key is refused');
  }

  const vault: InMemoryVault = {
    away: false,
    refuses: false,
    seal: async (password, context) => {
      await answers();
      const iv = randomBytes(ivLength);
      const cipher = createCipheriv(algorithm, key, iv).setAAD(authenticated(context));
      const sealed = Buffer.concat([cipher.update(password, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
    },
    open: async (sealed, context) => {
      await answers();
      const bytes = Buffer.from(sealed, 'base64');
      try {
        const tag = bytes.subarray(ivLength, ivLength + tagLength);
        const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivLength))
          .setAAD(authenticated(context))
          .setAuthTag(tag);
        const opened = [decipher.update(bytes.subarray(ivLength + tagLength)), decipher.final()];
        return Buffer.concat(opened).toString('utf8');
      } catch {
        throw new Error('The ciphertext is not of this context');
      }
    },
  };
  return vault;
}

const algorithm = 'aes-256-gcm';
const ivLength = 12;
const tagLength = 16;

/** KMS compares encryption contexts as sets of pairs. */
function authenticated(context: SealContext): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(context).sort(([one], [other]) => (one < other ? -1 : 1))));
}
