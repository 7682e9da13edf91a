import { App, Aspects, CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, it, vi } from 'vitest';
import { lackingTypes, LocalCloudAspect, needlessTypes } from '../../local/local-cloud-aspect.ts';

// The CDK reads its modules from disk when they are first used: seconds on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

function templateOf(fill: (stack: Stack) => void): Template {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  fill(stack);
  Aspects.of(app).add(new LocalCloudAspect());
  return Template.fromStack(stack);
}

describe('what is left out on the local cloud', () => {
  it('is these types and no others', () => {
    expect(needlessTypes).toEqual(['Custom::S3AutoDeleteObjects']);
    expect(lackingTypes).toEqual([
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
    ]);
  });

  it('is gone from a stack, and nothing else is', () => {
    const template = templateOf((stack) => {
      for (const type of [...lackingTypes, ...needlessTypes, 'AWS::SNS::Topic'])
        new CfnResource(stack, type.replaceAll(':', ''), { type });
    });
    const { Resources: left } = template.toJSON() as { Resources: Record<string, { Type: string }> };
    expect(Object.values(left).map(({ Type }) => Type)).toEqual(['AWS::SNS::Topic']);
  });

  it('is also an alarm on a formula, and not one on a metric', () => {
    const template = templateOf((stack) => {
      const metric = new Metric({ namespace: 'N', metricName: 'M' });
      const formula = new MathExpression({ expression: 'm * 2', usingMetrics: { m: metric } });
      new Alarm(stack, 'Formula', { metric: formula, threshold: 1, evaluationPeriods: 1 });
      new Alarm(stack, 'Plain', { metric, threshold: 1, evaluationPeriods: 1 });
    });
    expect(Object.keys(template.findResources('AWS::CloudWatch::Alarm'))).toEqual([expect.stringMatching(/^Plain/)]);
  });
});

describe('functions', () => {
  it('run by our runtime, those of the CDK itself as they are', () => {
    const template = templateOf((stack) => {
      new LambdaFunction(stack, 'Step', {
        ...{ runtime: Runtime.NODEJS_24_X, architecture: Architecture.ARM_64, handler: 'index.handler' },
        code: Code.fromInline('exports.handler = () => 1'),
      });
      new Bucket(stack, 'Bucket', { autoDeleteObjects: true, removalPolicy: RemovalPolicy.DESTROY });
    });
    const runtimes = Object.values(template.findResources('AWS::Lambda::Function')).map(
      (each) => (each as { Properties: { Runtime: string } }).Properties.Runtime,
    );
    expect(runtimes.toSorted()).toEqual([expect.stringMatching(/^nodejs/), 'provided.al2023']);
  });
});
