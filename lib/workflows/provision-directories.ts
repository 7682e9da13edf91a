import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { JsonPath, Map as MapState } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { invokeStep, type Patience } from './invoke-step.ts';

export interface ProvisionDirectoriesSteps {
  readonly provisionDirectory: IFunction;
  readonly leavePending: IFunction;
}

/**
 * Writes the account of `$.file` into the directories of `$.account`, side by side: one that is away does not hold up
 * the other, and is left to the provisioning workflow; LeavePending tells of an error that waiting does not mend. What each did stands in `$.directories`.
 */
export function provisionDirectories(scope: Construct, steps: ProvisionDirectoriesSteps, patience: Patience): MapState {
  const leavePending = invokeStep(scope, 'LeavePending', steps.leavePending, undefined);
  return new MapState(scope, 'ProvisionDirectories', {
    itemsPath: '$.account.directories',
    itemSelector: {
      accountId: JsonPath.stringAt('$.file.accountId'),
      directory: JsonPath.stringAt('$$.Map.Item.Value'),
    },
    resultPath: '$.directories',
  }).itemProcessor(
    invokeStep(scope, 'ProvisionDirectory', steps.provisionDirectory, undefined, { patience }).addCatch(leavePending, {
      resultPath: '$.failure',
    }),
  );
}
