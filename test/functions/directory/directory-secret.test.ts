import { inspect } from 'node:util';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, test } from 'vitest';
import { directorySecret } from '../../../functions/directory/directory-secret.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { type AwsAnswer, awsAnswer, awsHangsUp, scriptedAws } from '../../support/scripted-aws.ts';

const connection = {
  url: 'ldaps://127.0.0.1:6636',
  ca: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
  bindDn: 'cn=matricule-provisioner,ou=services,dc=uca,dc=fr',
  password: 'canary-password',
  peopleDn: 'ou=people,dc=uca,dc=fr',
};

describe('the secret of a directory', () => {
  test('says how it is reached, and is read once', async () => {
    const { find, requests } = await secret(holding(connection));
    expect(await find()).toEqual(connection);
    expect(await find()).toEqual(connection);
    expect(requests).toEqual([{ SecretId: 'directory-uca' }]);
  });

  test('is read again when what it said was refused', async () => {
    const { find, requests } = await secret(holding(connection), holding({ ...connection, password: 'newer' }));
    const refused = await find();
    expect(await find(refused)).toMatchObject({ password: 'newer' });
    expect(await find(refused)).toMatchObject({ password: 'newer' });
    expect(requests).toHaveLength(2);
  });

  test('is waited for while it is not filled in, and said so', async () => {
    const { find } = await secret(
      awsAnswer(400, 'ResourceNotFoundException'),
      awsAnswer(200, { SecretString: 'Xk29fjq0' }),
      awsAnswer(200, { SecretString: '{}' }),
      holding(connection),
    );
    // No value, the random one that a deployment makes, an empty one.
    for (let unfilled = 3; unfilled > 0; unfilled -= 1) {
      const error = await find().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(RetryableError);
      expect(error).toMatchObject({ message: expect.stringContaining('directory-uca is not filled in') as unknown });
    }
    expect(await find()).toEqual(connection);
  });

  test('is told by its fields when it is wrong, never by its values (F-01)', async () => {
    const { find } = await secret(holding({ ...connection, url: 'ldap://127.0.0.1', 'canary-key': 'canary-value' }));
    const error = await find().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RetryableError);
    expect(error).toMatchObject({ message: expect.stringMatching(/look at url$/) as unknown });
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('canary');
  });

  test.each([
    ['throttled', awsAnswer(400, 'ThrottlingException')],
    ['failing', awsAnswer(500, 'InternalServiceError')],
    ['not reached', awsHangsUp],
  ])('is asked for later when the service is %s', async (_, answer) => {
    const { find } = await secret(answer);
    await expect(find()).rejects.toBeInstanceOf(RetryableError);
  });

  test('is not asked for again by a function that may not read it', async () => {
    const { find } = await secret(awsAnswer(400, 'AccessDeniedException'));
    await expect(find()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

async function secret(...answers: AwsAnswer[]) {
  const { settings, requests } = await scriptedAws(...answers);
  return { find: directorySecret(new SecretsManagerClient(settings), 'directory-uca'), requests };
}

function holding(value: unknown): AwsAnswer {
  return awsAnswer(200, { SecretString: JSON.stringify(value) });
}
