import { SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, test } from 'vitest';
import { RetryableError } from '../../../functions/step/errors.ts';
import { sfnWorkflow } from '../../../functions/workflow/sfn-workflow.ts';
import { type AwsAnswer, awsAnswer, awsHangsUp, scriptedAws } from '../../support/scripted-aws.ts';

const arn = 'arn:aws:states:eu-west-3:000000000000:stateMachine:onboarding';
const operationId = '01K5M0Q7T8V9W0X1Y2Z3A4B5C6';
const started = awsAnswer(200, { executionArn: `${arn}:1`, startDate: 1789459200 });

async function workflowAt(answer: AwsAnswer) {
  const { settings, requests } = await scriptedAws(answer);
  const workflow = sfnWorkflow(new SFNClient({ ...settings, disableHostPrefix: true }), arn);
  return { start: () => workflow(operationId, { operationId }), requests };
}

describe('a workflow', () => {
  test('J-04, F-08: is started under the name of its operation, with ids alone as its input', async () => {
    const { start, requests } = await workflowAt(started);
    await start();
    expect(requests).toEqual([{ stateMachineArn: arn, name: operationId, input: JSON.stringify({ operationId }) }]);
  });

  test('J-04: that has been started already is started', async () => {
    const { start } = await workflowAt(awsAnswer(400, 'ExecutionAlreadyExists', { message: 'already' }));
    await expect(start()).resolves.toBeUndefined();
  });

  test('is worth another try when the engine throttles, fails or hangs up', async () => {
    for (const answer of [awsAnswer(400, 'ThrottlingException'), awsAnswer(503, 'ServiceUnavailable'), awsHangsUp]) {
      const { start } = await workflowAt(answer);
      await expect(start()).rejects.toThrow(RetryableError);
    }
  });

  test('is not worth another try when the engine refuses', async () => {
    for (const name of ['AccessDeniedException', 'StateMachineDoesNotExist', 'InvalidExecutionInput']) {
      const { start } = await workflowAt(awsAnswer(400, name));
      await expect(start()).rejects.not.toThrow(RetryableError);
    }
  });
});
