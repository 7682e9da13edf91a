import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { isAwsAway } from '../step/aws-away.ts';
import { RetryableError } from '../step/errors.ts';

const secret = z.object({ key: z.string().check(z.minLength(43)) });

/**
 * The key of the keyed hashes, from a secret of the form `{ "key": "…" }`: read once, then kept for the life of the
 * process. It has 256 bits or more: 43 characters of base64url or longer.
 * @throws RetryableError when Secrets Manager is away; the next call tries again.
 */
export function linkKey(client: SecretsManagerClient, secretName: string): () => Promise<string> {
  let kept: Promise<string> | undefined;
  return () => {
    kept ??= read(client, secretName).catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
    return kept;
  };
}

async function read(client: SecretsManagerClient, secretName: string): Promise<string> {
  const { SecretString } = await client
    .send(new GetSecretValueCommand({ SecretId: secretName }))
    .catch((cause: unknown) => {
      throw isAwsAway(cause) ? new RetryableError('The key of the links could not be read', { cause }) : cause;
    });
  const parsed = z.safeParse(secret, jsonOf(SecretString ?? ''));
  if (!parsed.success) throw new Error('The secret of the links is not of the form { "key": "…" }');
  return parsed.data.key;
}

/** What is no JSON is `undefined`: a syntax error would quote the secret. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
