import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { isAwsAway } from '../step/aws-away.ts';
import { RetryableError } from '../step/errors.ts';
import { type Connection, connectionSchema, type FindConnection } from './connection.ts';

/**
 * How a directory is reached, from its secret, kept for the life of the process and read again after a refusal. The
 * deployment makes the secret and the operator fills it in, so an unfilled one is waited for like a directory that is away.
 * @throws RetryableError when the secret is not filled in, naming the fields that are wrong, or cannot be read now.
 */
export function directorySecret(client: SecretsManagerClient, secretName: string): FindConnection {
  let kept: Connection | undefined;
  return async (refused) => {
    if (kept && kept !== refused) return kept;
    kept = undefined;
    kept = parsed(await secretText(client, secretName), secretName);
    return kept;
  };
}

async function secretText(client: SecretsManagerClient, SecretId: string): Promise<string | undefined> {
  try {
    return (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;
  } catch (error) {
    // Also the answer for a secret that has no value yet.
    if (error instanceof ResourceNotFoundException) return undefined;
    throw isAwsAway(error)
      ? new RetryableError('The secret of the directory cannot be read now', { cause: error })
      : error;
  }
}

function parsed(text: string | undefined, secretName: string): Connection {
  const result = z.safeParse(connectionSchema, json(text));
  if (result.success) return result.data;
  // Only the names that we gave: a key of the secret's own may be a password in the wrong place.
  const fields = Object.keys(connectionSchema.shape).filter((field) =>
    result.error.issues.some(({ path }) => path[0] === field),
  );
  const what = fields.length > 0 ? fields.join(', ') : 'its keys';
  throw new RetryableError(`The secret ${secretName} is not filled in as it should be: look at ${what}`);
}

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return {};
  }
}
