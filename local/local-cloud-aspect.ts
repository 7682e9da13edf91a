import { CfnResource, type IAspect } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';

/** Resource types that fail a stack on the local cloud (MiniStack 1.5.33). Nothing may depend on one of them. */
export const lackingTypes: readonly string[] = [
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::EC2::EIP',
  'AWS::EC2::FlowLog',
  'AWS::EC2::NatGateway',
  'AWS::EC2::VPCEndpoint',
  'AWS::Events::Archive',
  'AWS::SES::Template',
  'AWS::WAFv2::IPSet',
  'AWS::WAFv2::WebACL',
  'AWS::WAFv2::WebACLAssociation',
];

/** What only costs time there: the CDK's own emptying of a bucket, in a cloud that is thrown away, holds a deployment up for five seconds. */
export const needlessTypes: readonly string[] = ['Custom::S3AutoDeleteObjects'];

/** Fits what `lib/` defines for AWS to the local cloud: functions run by `runtime/`, and without the types that it lacks. */
export class LocalCloudAspect implements IAspect {
  visit(node: IConstruct): void {
    if (node instanceof CfnFunction && node.node.scope instanceof LambdaFunction) {
      // Its Node runner reports every error as Runtime.HandlerError: `runtime/` speaks the Runtime API instead.
      node.runtime = 'provided.al2023';
      node.architectures = ['x86_64'];
    }
    if (node instanceof CfnResource && isLeftOut(node)) node.node.scope?.node.tryRemoveChild(node.node.id);
  }
}

function isLeftOut(resource: CfnResource): boolean {
  const metricMath = resource instanceof CfnAlarm && resource.metrics !== undefined;
  return metricMath || [...lackingTypes, ...needlessTypes].includes(resource.cfnResourceType);
}
