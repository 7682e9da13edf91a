import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RetryableError } from '../../../functions/step/errors.ts';
import { sfnWorkflow } from '../../../functions/workflow/sfn-workflow.ts';
import { type AnsweringServer, answeringServer } from '../../support/answering-server.ts';

const arn = 'arn:aws:states:eu-west-3:000000000000:stateMachine:onboarding';
const operationId = '01K5M0Q7T8V9W0X1Y2Z3A4B5C6';
let server: AnsweringServer;
beforeAll(async () => {
  server = await answeringServer();
});
beforeEach(() => {
  server.requests.length = 0;
  server.answer = { status: 200, body: { executionArn: `${arn}:1`, startDate: 1789459200 } };
});
afterAll(() => server.close());

const start = () =>
  sfnWorkflow(
    new SFNClient({
      endpoint: server.endpoint,
      region: 'eu-west-3',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
      disableHostPrefix: true,
    }),
    arn,
  )(operationId, { operationId });

describe('a workflow', () => {
  test('J-04, F-08: is started under the name of its operation, with ids alone as its input', async () => {
    await start();
    expect(server.requests).toEqual([
      { stateMachineArn: arn, name: operationId, input: JSON.stringify({ operationId }) },
    ]);
  });

  test('J-04: that has been started already is started', async () => {
    server.answer = { status: 400, body: { __type: 'ExecutionAlreadyExists', message: 'already' } };
    await expect(start()).resolves.toBeUndefined();
  });

  test('is worth another try when the engine throttles, fails or hangs up', async () => {
    for (const answer of [
      { status: 400, body: { __type: 'ThrottlingException' } },
      { status: 503, body: { __type: 'ServiceUnavailable' } },
      'hang-up' as const,
    ]) {
      server.answer = answer;
      await expect(start()).rejects.toThrow(RetryableError);
    }
  });

  test('is not worth another try when the engine refuses', async () => {
    for (const name of ['AccessDeniedException', 'StateMachineDoesNotExist', 'InvalidExecutionInput']) {
      server.answer = { status: 400, body: { __type: name } };
      await expect(start()).rejects.not.toThrow(RetryableError);
    }
  });
});
