import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { DataStack } from '../../lib/data-stack.ts';
import { mailEvents } from '../../lib/mail-events.ts';
import { StepLambda } from '../../lib/step-lambda.ts';

const name = 'mail-events-record-mail-events';
const assets = mkdtempSync(join(tmpdir(), 'matricule-mail-events-'));
mkdirSync(join(assets, name));
writeFileSync(join(assets, name, 'index.mjs'), '');

const app = new App({ outdir: join(assets, 'cdk.out') });
const settings = { disposable: false };
const data = new DataStack(app, 'Data', { assets, settings });
const stack = new Stack(app, 'Workflows');
const recordMailEvents = new StepLambda(stack, name, {
  ...{ assets, settings, data },
  tables: { addressHealth: ['read', 'put'] },
});
const made = mailEvents(stack, { recordMailEvents });
const template = Template.fromStack(stack);
const reference = (value: unknown): unknown => stack.resolve(value);
const all = (type: string): Record<string, unknown>[] =>
  Object.values(template.findResources(type)).map(({ Properties }) => Properties as Record<string, unknown>);
const only = (type: string): Record<string, unknown> => {
  const [properties, ...others] = all(type);
  expect([type, others]).toEqual([type, []]);
  return properties ?? {};
};
const idOf = (type: string): string => Object.keys(template.findResources(type)).join();

describe('G-05 mail of the product', () => {
  test('is watched for what bounces and what is complained of, and for nothing else', () => {
    expect(only('AWS::SES::ConfigurationSetEventDestination')).toMatchObject({
      ConfigurationSetName: reference(made.configurationSet.configurationSetName),
      EventDestination: {
        Enabled: true,
        MatchingEventTypes: ['bounce', 'complaint'],
        SnsDestination: { TopicARN: { Ref: idOf('AWS::SNS::Topic') } },
      },
    });
  });

  test('B-13: is not tracked when it is opened or when a link is clicked', () => {
    expect(only('AWS::SES::ConfigurationSet')).not.toHaveProperty('TrackingOptions');
    expect(JSON.stringify(only('AWS::SES::ConfigurationSetEventDestination'))).not.toMatch(/open|click/i);
  });

  test('G-06: shows its reputation, and does not go again to who bounced or complained', () => {
    expect(only('AWS::SES::ConfigurationSet')).toMatchObject({
      ReputationOptions: { ReputationMetricsEnabled: true },
      SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    });
  });

  test('names the set by which IAM lets it be used', () => {
    expect(JSON.stringify(reference(made.configurationSetArn))).toMatch(
      /:ses:.*:configuration-set\/.*maileventsConfigurationSet/,
    );
  });
});

describe('G-05 an event of mail', () => {
  test('comes from SES alone, of this configuration set, over TLS and under a key of its own', () => {
    const { PolicyDocument } = only('AWS::SNS::TopicPolicy') as { PolicyDocument: { Statement: object[] } };
    const allowed = PolicyDocument.Statement.filter((each) => 'Effect' in each && each.Effect === 'Allow');
    expect(allowed).toMatchObject([
      {
        Action: 'sns:Publish',
        Principal: { Service: 'ses.amazonaws.com' },
        Condition: { StringEquals: { 'AWS:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
    expect(JSON.stringify(allowed)).toMatch(/"AWS:SourceArn".*:configuration-set\/.*maileventsConfigurationSet/);
    expect(JSON.stringify(PolicyDocument)).toContain('"aws:SecureTransport":"false"');
    expect(only('AWS::SNS::Topic')).toMatchObject({ KmsMasterKeyId: { 'Fn::GetAtt': [idOf('AWS::KMS::Key'), 'Arn'] } });
  });

  test('F-09: is encrypted by SES under a key that AWS renews, which serves nobody else', () => {
    const { EnableKeyRotation, KeyPolicy } = only('AWS::KMS::Key') as {
      EnableKeyRotation: boolean;
      KeyPolicy: { Statement: { Principal: Record<string, unknown> }[] };
    };
    expect(EnableKeyRotation).toBe(true);
    const [, ...services] = KeyPolicy.Statement;
    expect(services).toMatchObject([
      {
        Principal: { Service: 'ses.amazonaws.com' },
        Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
  });

  test('waits in a queue that is encrypted and takes it from the topic alone', () => {
    const queues = all('AWS::SQS::Queue');
    expect(queues).toHaveLength(2);
    for (const queue of queues) expect(queue).toMatchObject({ SqsManagedSseEnabled: true });
    const policies = all('AWS::SQS::QueuePolicy') as { PolicyDocument: { Statement: object[] } }[];
    expect(policies).toHaveLength(2);
    for (const { PolicyDocument } of policies) {
      const [denied, allowed, ...others] = PolicyDocument.Statement;
      expect(denied).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
      expect(allowed).toMatchObject({
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Principal: { Service: 'sns.amazonaws.com' },
        Condition: { ArnEquals: { 'aws:SourceArn': { Ref: idOf('AWS::SNS::Topic') } } },
      });
      expect(others).toEqual([]);
    }
  });

  test('is not lost on its way: what is not delivered or not recorded is kept for the operator', () => {
    const deadLetters = reference(made.deadLetters.queueArn);
    expect(only('AWS::SNS::Subscription')).toMatchObject({
      Protocol: 'sqs',
      RedrivePolicy: { deadLetterTargetArn: deadLetters },
    });
    expect(all('AWS::SQS::Queue').flatMap(({ RedrivePolicy = [] }) => RedrivePolicy)).toEqual([
      { deadLetterTargetArn: deadLetters, maxReceiveCount: 10 },
    ]);
  });

  test('J-11: is handed out with nine others, of which each fails alone', () => {
    expect(only('AWS::Lambda::EventSourceMapping')).toMatchObject({
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      FunctionName: reference(recordMailEvents.functionName),
    });
  });

  test('J-07: is not handed out again while the function may still be at it', () => {
    const { Timeout } = only('AWS::Lambda::Function');
    expect(Timeout).toBe(20);
    expect(all('AWS::SQS::Queue').flatMap(({ VisibilityTimeout = [] }) => VisibilityTimeout)).toEqual([120]);
  });

  test('can be told by a test, which knows the topic from the output of the stack', () => {
    expect(template.findOutputs('MailEventsTopic')).toEqual({
      MailEventsTopic: { Value: { Ref: idOf('AWS::SNS::Topic') } },
    });
  });
});
