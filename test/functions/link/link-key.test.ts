import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, test } from 'vitest';
import { linkKey } from '../../../functions/link/link-key.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { type AwsAnswer, awsAnswer, scriptedAws } from '../../support/scripted-aws.ts';

const key = 'k'.repeat(64);
const found = awsAnswer(200, { SecretString: JSON.stringify({ key }) });

async function keyAt(...answers: AwsAnswer[]) {
  const { settings, requests } = await scriptedAws(...answers);
  return { hmacKey: linkKey(new SecretsManagerClient({ ...settings, maxAttempts: 1 }), 'link-key'), requests };
}

describe('the key of the links', () => {
  test('is read once, however often it is needed', async () => {
    const { hmacKey, requests } = await keyAt(found);
    expect(await Promise.all([hmacKey(), hmacKey(), hmacKey()])).toEqual([key, key, key]);
    expect(await hmacKey()).toBe(key);
    expect(requests).toEqual([{ SecretId: 'link-key' }]);
  });

  test('is asked for again after it could not be read', async () => {
    const { hmacKey } = await keyAt(awsAnswer(500, 'InternalServiceError'), found);
    await expect(hmacKey()).rejects.toThrow(RetryableError);
    expect(await hmacKey()).toBe(key);
  });

  test('is not worth another try when reading it is refused', async () => {
    const { hmacKey } = await keyAt(awsAnswer(400, 'AccessDeniedException'));
    await expect(hmacKey()).rejects.not.toThrow(RetryableError);
  });

  test('says that a secret is not of its form, and never what it holds (E-09)', async () => {
    for (const secret of ['canary', '{"key":"canary"}', '"canary"', '{"other":"canary"}', undefined]) {
      const { hmacKey } = await keyAt(awsAnswer(200, { SecretString: secret }));
      const failure: unknown = await hmacKey().catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(Error);
      expect(failure).not.toBeInstanceOf(RetryableError);
      expect(String(failure)).not.toContain('canary');
    }
  });
});
