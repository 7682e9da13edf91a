import { describe, expect, it } from 'vitest';
import { actionsWithoutResource, fitTemplate } from '../../local/fit-template.ts';

const policy = (...Statement: unknown[]) => ({ Version: '2012-10-17', Statement });
const tlsOnly = { Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };

describe('a template on its way to the local cloud', () => {
  it('loses the statements that ask for TLS, and keeps the others', () => {
    const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn' };
    const template = (...statements: unknown[]) => ({
      Resources: { Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { PolicyDocument: policy(...statements) } } },
    });
    expect(fitTemplate(template(tlsOnly, allow))).toEqual(template(allow));
  });

  it('loses a policy that asked for nothing but TLS, with what waited for it', () => {
    const fitted = fitTemplate({
      Resources: {
        Policy: { Type: 'AWS::SQS::QueuePolicy', Properties: { PolicyDocument: policy(tlsOnly) } },
        Queue: { Type: 'AWS::SQS::Queue' },
        Other: { Type: 'AWS::SNS::Topic', DependsOn: ['Policy', 'Queue'] },
        Last: { Type: 'AWS::SNS::Topic', DependsOn: 'Policy' },
      },
    });
    expect(fitted).toEqual({
      Resources: {
        Queue: { Type: 'AWS::SQS::Queue' },
        Other: { Type: 'AWS::SNS::Topic', DependsOn: ['Queue'] },
        Last: { Type: 'AWS::SNS::Topic' },
      },
    });
  });

  it('allows on everything what the local cloud allows on nothing else, and only that', () => {
    expect(actionsWithoutResource).toEqual(['scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'ses:SendEmail']);
    const role = (...statements: unknown[]) => ({
      Resources: { Role: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: policy(...statements) } } },
    });
    const mail = { Effect: 'Allow', Action: 'ses:SendEmail', Resource: 'arn:identity' };
    const mixed = { Effect: 'Allow', Action: ['ses:SendEmail', 's3:GetObject'], Resource: 'arn:both' };
    const fitted = fitTemplate(role(mail, mixed));
    expect(fitted).toEqual(role({ ...mail, Resource: '*' }, mixed));
  });

  it('refers to secrets by their ARN, and names them as CDK expects', () => {
    const fitted = fitTemplate({
      Resources: {
        Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { Description: 'd' } },
        Topic: { Type: 'AWS::SNS::Topic', Properties: { A: { Ref: 'Secret' }, B: { Ref: 'Topic' } } },
      },
      Outputs: { Name: { Value: { 'Fn::Split': [':', { Ref: 'Secret' }] } } },
    });
    expect(fitted).toEqual({
      Resources: {
        Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'Secret-local', Description: 'd' } },
        Topic: { Type: 'AWS::SNS::Topic', Properties: { A: { 'Fn::GetAtt': ['Secret', 'Id'] }, B: { Ref: 'Topic' } } },
      },
      Outputs: { Name: { Value: { 'Fn::Split': [':', { 'Fn::GetAtt': ['Secret', 'Id'] }] } } },
    });
  });
});
