import { App, Stack } from 'aws-cdk-lib';
import { Function as LambdaFunction, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { type IChainable, StateGraph } from 'aws-cdk-lib/aws-stepfunctions';
import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import type { Construct } from 'constructs';
import type { AccessSteps } from '../../lib/workflows/access.ts';
import type { ActivationSteps } from '../../lib/workflows/activation.ts';
import type { AddressSteps } from '../../lib/workflows/address.ts';
import type { EndOfLifeSteps } from '../../lib/workflows/end-of-life.ts';
import type { CleanupSteps } from '../../lib/workflows/cleanup.ts';
import type { GuestSteps } from '../../lib/workflows/guest.ts';
import type { IntakeSteps } from '../../lib/workflows/intake.ts';
import type { OnboardingSteps } from '../../lib/workflows/onboarding-chain.ts';
import type { ProvisioningSteps } from '../../lib/workflows/provisioning.ts';
import type { ReconcileSteps } from '../../lib/workflows/reconcile.ts';
import type { RecoverySteps } from '../../lib/workflows/recovery.ts';

const pseudoParameters: Record<string, string> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-3',
  'AWS::AccountId': '123456789012',
};

/** The states language that a workflow renders to, with CloudFormation's intrinsics folded into plain strings. */
export function renderAsl(workflow: (scope: Construct) => IChainable): StateMachineDefinition {
  const stack = new Stack(new App(), 'Workflow');
  const graph = new StateGraph(workflow(stack).startState, 'workflow');
  return fold(stack.resolve(graph.toGraphJson())) as StateMachineDefinition;
}

/** The steps of every workflow. */
type Steps = OnboardingSteps &
  ProvisioningSteps &
  IntakeSteps &
  CleanupSteps &
  ReconcileSteps &
  EndOfLifeSteps &
  ActivationSteps &
  RecoverySteps &
  AddressSteps &
  GuestSteps &
  AccessSteps;

/** Functions by name, for a workflow that is only rendered: every property is one. */
export function namedFunctions(scope: Construct): Steps {
  return new Proxy({} as Steps, {
    get: (_, name): IFunction => {
      const id = `fn-${String(name)}`;
      const known = scope.node.tryFindChild(id) as IFunction | undefined;
      return known ?? LambdaFunction.fromFunctionName(scope, id, String(name));
    },
  });
}

function fold(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(fold);
  if (typeof node !== 'object' || node === null) return node;
  if ('Ref' in node) return pseudoParameters[String(node.Ref)] ?? String(node.Ref);
  if ('Fn::Join' in node) {
    const [separator, parts] = node['Fn::Join'] as [string, unknown[]];
    return parts.map(fold).join(separator);
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, fold(value)]));
}
