import { inspect } from 'node:util';
import { KMSClient } from '@aws-sdk/client-kms';
import { describe, expect, test } from 'vitest';
import { errorPlace } from '../../../functions/step/error-place.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { kmsVault } from '../../../functions/vault/kms-vault.ts';
import { type AwsAnswer, awsAnswer, awsHangsUp, awsIsSilent, scriptedAws } from '../../support/scripted-aws.ts';
import { oddPasswords } from './vault.contract.ts';

const context = { accountId: '01JD0000000000000000000001', operationId: '01JD0000000000000000000002' };
const password = 'Canary-Passe-partout-1';
const base64 = (text: string) => Buffer.from(text).toString('base64');
const sealed = base64('a ciphertext');
const calls = ['seal', 'open'] as const;

describe('a vault under a key of KMS', () => {
  test.each(Object.entries(oddPasswords))('seals the UTF-8 bytes of a password %s', async (_, odd) => {
    const { vault, requests } = await vaultAt(awsAnswer(200, { CiphertextBlob: sealed }));
    expect(await vault.seal(odd, context)).toBe(sealed);
    expect(requests).toEqual([{ KeyId: 'the-key', Plaintext: base64(odd), EncryptionContext: context }]);
  });

  test.each(Object.entries(oddPasswords))('opens to the password %s that was sealed', async (_, odd) => {
    const { vault } = await vaultAt(awsAnswer(200, { Plaintext: base64(odd) }));
    expect(await vault.open(sealed, context)).toBe(odd);
  });

  test('insists on its key and on the ids when it opens (C-12)', async () => {
    const { vault, requests } = await vaultAt(awsAnswer(200, { Plaintext: base64(password) }));
    await vault.open(sealed, context);
    expect(requests).toEqual([{ KeyId: 'the-key', CiphertextBlob: sealed, EncryptionContext: context }]);
  });

  const passing: [string, AwsAnswer][] = [
    ['throttles', awsAnswer(400, 'ThrottlingException', { message: password })],
    ['fails inside', awsAnswer(500, 'KMSInternalException', { message: password })],
    ['waits for its own', awsAnswer(503, 'DependencyTimeoutException', { message: password })],
    ['hangs up', awsHangsUp],
    ['is silent', awsIsSilent],
    ['answers with nothing', awsAnswer(200, {})],
  ];
  for (const call of calls) {
    test.each(passing)(`asks for another try to ${call} when KMS %s`, async (_, answer) => {
      const { error } = await failing(call, answer);
      expect(error).toBeInstanceOf(RetryableError);
    });

    test.each([
      ...['AccessDeniedException', 'DisabledException', 'IncorrectKeyException', 'InvalidCiphertextException'],
      ...['KMSInvalidStateException', 'NotFoundException'],
    ])(`asks for no other try to ${call} at %s, whose name the log says`, async (name) => {
      const { error } = await failing(call, awsAnswer(400, name, { message: password }));
      expect(error).not.toBeInstanceOf(RetryableError);
      expect(errorPlace(error)).toMatchObject({ error: 'Error', cause: name });
    });

    test(`E-09: tells nothing of an answer to ${call} that cannot be read`, async () => {
      const { error } = await failing(call, (response) => {
        response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
        response.end(`{"Plaintext":"${base64(password)}`);
      });
      expect(error).toBeInstanceOf(Error);
    });
  }

  test.each(calls)('C-13: leaves no bytes of the password behind when it did %s', async (call) => {
    const { vault, plaintexts } = await vaultAt(
      awsAnswer(200, { CiphertextBlob: sealed, Plaintext: base64(password) }),
    );
    await vault[call](call === 'seal' ? password : sealed, context);
    expect(plaintexts).toEqual([new Uint8Array(password.length)]);
  });

  test('C-13: leaves no bytes of the password behind when KMS refuses to seal it', async () => {
    const { plaintexts } = await failing('seal', awsAnswer(400, 'AccessDeniedException'));
    expect(plaintexts).toEqual([new Uint8Array(password.length)]);
  });
});

/** @returns the error of a call, having looked that nothing of the password is in it. */
async function failing(call: (typeof calls)[number], answer: AwsAnswer) {
  const { vault, plaintexts } = await vaultAt(answer);
  const error: unknown = await vault[call](call === 'seal' ? password : sealed, context).catch(
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Error);
  const told = inspect(error, { depth: null, showHidden: true });
  for (const form of [password, base64(password)]) expect(told).not.toContain(form);
  return { error, plaintexts };
}

/** A vault at a KMS that gives this answer, and the very arrays that the SDK was given or gave as plaintext. */
async function vaultAt(answer: AwsAnswer) {
  const { settings, requests } = await scriptedAws(answer);
  const client = new KMSClient(settings);
  const plaintexts: unknown[] = [];
  const keep = (from: object) => {
    if ('Plaintext' in from && from.Plaintext instanceof Uint8Array) plaintexts.push(from.Plaintext);
  };
  client.middlewareStack.add((next) => async (args) => {
    keep(args.input);
    const result = await next(args);
    keep(result.output);
    return result;
  });
  return { vault: kmsVault(client, 'the-key'), requests, plaintexts };
}
