import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { linkKey } from '../../../functions/link/link-key.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { type AnsweringServer, answeringServer } from '../../support/answering-server.ts';

const key = 'k'.repeat(64);
let server: AnsweringServer;
beforeAll(async () => {
  server = await answeringServer();
});
beforeEach(() => {
  server.requests.length = 0;
  server.answer = { status: 200, body: { SecretString: JSON.stringify({ key }) } };
});
afterAll(() => server.close());

const read = () =>
  linkKey(
    new SecretsManagerClient({
      endpoint: server.endpoint,
      region: 'eu-west-3',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    }),
    'link-key',
  );

describe('the key of the links', () => {
  test('is read once, however often it is needed', async () => {
    const hmacKey = read();
    expect(await Promise.all([hmacKey(), hmacKey(), hmacKey()])).toEqual([key, key, key]);
    expect(await hmacKey()).toBe(key);
    expect(server.requests).toEqual([{ SecretId: 'link-key' }]);
  });

  test('is asked for again after it could not be read', async () => {
    const hmacKey = read();
    server.answer = { status: 500, body: { __type: 'InternalServiceError' } };
    await expect(hmacKey()).rejects.toThrow(RetryableError);
    server.answer = { status: 200, body: { SecretString: JSON.stringify({ key }) } };
    expect(await hmacKey()).toBe(key);
  });

  test('is not worth another try when reading it is refused', async () => {
    server.answer = { status: 400, body: { __type: 'AccessDeniedException' } };
    await expect(read()()).rejects.not.toThrow(RetryableError);
  });

  test('says that a secret is not of its form, and never what it holds (E-09)', async () => {
    for (const secret of ['canary', '{"key":"canary"}', '"canary"', '{"other":"canary"}', undefined]) {
      server.answer = { status: 200, body: { SecretString: secret } };
      const failure: unknown = await read()().catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(Error);
      expect(failure).not.toBeInstanceOf(RetryableError);
      expect(String(failure)).not.toContain('canary');
    }
  });
});
