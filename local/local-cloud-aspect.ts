import { CfnResource, type IAspect } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { z } from 'zod';

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

/** Fits what `lib/` defines for AWS to the local cloud, which lacks a few things and does others its own way. */
export class LocalCloudAspect implements IAspect {
  visit(node: IConstruct): void {
    if (!(node instanceof CfnResource)) return;
    if (isLacking(node)) remove(node);
    else if (node instanceof CfnFunction && node.node.scope instanceof LambdaFunction) {
      // Its Node runner reports every error as Runtime.HandlerError: `runtime/` speaks the Runtime API instead.
      node.runtime = 'provided.al2023';
      node.architectures = ['x86_64'];
    } else if (node instanceof CfnSecret && node.stack.resolve(node.name) === undefined) {
      // CDK reads the name out of the ARN, and expects one dash, as in the names that AWS makes up.
      node.name = `${node.stack.getLogicalId(node)}-local`;
    } else if (node instanceof CfnBucketPolicy || node instanceof CfnQueuePolicy || node instanceof CfnTopicPolicy) {
      // It speaks HTTP on 127.0.0.1: a policy that asks for TLS would shut everybody out.
      const { Statement: all, ...rest } = policyDocument.parse(node.stack.resolve(node.policyDocument));
      const kept = all.filter(({ Condition }) => !JSON.stringify(Condition ?? {}).includes('aws:SecureTransport'));
      if (kept.length === 0) remove(node);
      else node.policyDocument = { ...rest, Statement: kept };
    }
  }
}

const policyDocument = z.looseObject({ Statement: z.array(z.looseObject({ Condition: z.unknown().optional() })) });

function isLacking(resource: CfnResource): boolean {
  const metricMath = resource instanceof CfnAlarm && resource.metrics !== undefined;
  return metricMath || lackingTypes.includes(resource.cfnResourceType);
}

function remove(resource: CfnResource): void {
  resource.node.scope?.node.tryRemoveChild(resource.node.id);
}
