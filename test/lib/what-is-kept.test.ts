import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { tableKeys, tableNames } from '../../functions/table/tables.ts';
import { university } from '../../functions/university/uca.ts';
import { offices } from '../../functions/university/university.ts';
import { stateMachineNames } from '../../lib/workflows/state-machine-names.ts';
import { synthesize } from '../support/synthesize.ts';

const { functions, ofType, resources, templates } = synthesize();
const only = (type: string) => {
  const [first, ...others] = ofType(type);
  if (!first || others.length > 0) throw new Error(`There is not one ${type}`);
  return first;
};

describe('the tables', () => {
  const tables = ofType('AWS::DynamoDB::Table');

  test('are those of the port, with its keys', () => {
    const deployed = Object.fromEntries(
      tables.map(({ name, properties }) => [
        name,
        (properties['KeySchema'] as { AttributeName: string }[]).map(({ AttributeName }) => AttributeName),
      ]),
    );
    expect(deployed).toEqual(tableKeys);
  });

  test.each(tableNames)('L-05 %s has no index: what decides is read by its key, consistently', (name) => {
    const properties = tables.find((table) => table.name === name)?.properties ?? {};
    expect(properties['GlobalSecondaryIndexes'] ?? properties['LocalSecondaryIndexes']).toBeUndefined();
    expect(properties['StreamSpecification']).toBeUndefined();
    expect(properties['KeySchema']).toHaveLength(tableKeys[name].length);
  });

  test('L-07 the vault is in no backup: what waits there is to be forgotten', () => {
    const vault = tables.find(({ name }) => name === 'vault')?.properties ?? {};
    expect(vault['PointInTimeRecoverySpecification']).toBeUndefined();
    expect(vault['SSESpecification']).toMatchObject({ SSEEnabled: true });
  });

  test.each(tableNames.filter((name) => name !== 'vault'))(
    'L-07 %s comes back to any second of the last weeks, and no deployment deletes it',
    (name) => {
      const table = tables.find((each) => each.name === name);
      expect(table?.properties).toMatchObject({
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
        SSESpecification: { SSEEnabled: true },
        BillingMode: 'PAY_PER_REQUEST',
      });
      expect(table?.deletionPolicy).toBe('Retain');
    },
  );

  test('forget by themselves what is not meant to stay: links, sessions, passwords, requests, counted uses and bounces', () => {
    const forgetting = tables.filter(({ properties }) => 'TimeToLiveSpecification' in properties);
    expect(forgetting.map(({ name }) => name).toSorted()).toEqual([
      'addressHealth',
      'desks',
      'links',
      'operations',
      'requests',
      'sessions',
      'throttle',
      'vault',
    ]);
    for (const { properties } of forgetting) {
      expect(properties['TimeToLiveSpecification']).toEqual({ AttributeName: 'expiresAt', Enabled: true });
    }
  });
});

describe('the intake bucket', () => {
  const { properties, deletionPolicy } = only('AWS::S3::Bucket');

  test('is private, encrypted, versioned, reached over TLS only, and stays when the stack goes', () => {
    expect(properties).toMatchObject({
      BucketEncryption: {},
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        ...{ BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      },
    });
    expect(JSON.stringify(only('AWS::S3::BucketPolicy').properties)).toContain('"aws:SecureTransport":"false"');
    expect(deletionPolicy).toBe('Retain');
  });

  test('F-07 forgets exports, results and reports after a year, and what they replaced after a month', () => {
    expect(properties['LifecycleConfiguration']).toEqual({
      Rules: [
        {
          Status: 'Enabled',
          ExpirationInDays: 365,
          NoncurrentVersionExpiration: { NoncurrentDays: 30 },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
        },
      ],
    });
  });

  test('starts the intake for what an office puts under its prefix, and never for what a run writes', () => {
    const patterns = ofType('AWS::Events::Rule').flatMap(({ properties: { EventPattern } }) => EventPattern ?? []);
    expect(patterns).toEqual([
      {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: {
          bucket: { name: ['<Intake>'] },
          object: { key: offices.map((office) => ({ prefix: `${office}/` })) },
        },
      },
    ]);
    expect(offices).not.toContain('runs');
  });
});

describe('F-09 secrets', () => {
  test('are one for each purpose, and stay when the stack goes', () => {
    const secrets = ofType('AWS::SecretsManager::Secret');
    expect(secrets.map(({ name }) => name)).toEqual([
      ...['directory-uca', 'directory-isima-limos', 'password-uca', 'password-isima-limos', 'link-key'],
    ]);
    expect(new Set(secrets.map(({ deletionPolicy }) => deletionPolicy))).toEqual(new Set(['Retain']));
  });

  test('hold nothing that stands in a template: AWS makes the key of the links, of 256 bits and more', () => {
    for (const { properties } of ofType('AWS::SecretsManager::Secret'))
      expect(properties).not.toHaveProperty('SecretString');
    const key = ofType('AWS::SecretsManager::Secret').find(({ name }) => name === 'link-key');
    const { PasswordLength } = key?.properties['GenerateSecretString'] as { PasswordLength: number };
    expect(PasswordLength * Math.log2(62)).toBeGreaterThan(256);
  });

  test('come to a function by their name alone', () => {
    expect(functions.get('provisioning-drain')?.properties['Environment']).toMatchObject({
      Variables: {
        DIRECTORY_SECRET_UCA: 'directoryuca-generated',
        DIRECTORY_SECRET_ISIMA_LIMOS: 'directoryisimalimos-generated',
      },
    });
  });

  test('are encrypted by keys of AWS; the keys of the vault and of the events of mail rotate', () => {
    const keys = ofType('AWS::KMS::Key');
    expect(keys.map(({ name }) => name).toSorted()).toEqual(['mail-events/Key', 'vault-key']);
    for (const { properties } of keys) expect(properties['EnableKeyRotation']).toBe(true);
    expect(keys.find(({ name }) => name === 'vault-key')?.deletionPolicy).toBe('Retain');
  });
});

describe('F-07 logs', () => {
  test('are kept for three months, all of them', () => {
    const groups = ofType('AWS::Logs::LogGroup');
    expect(groups.map(({ name, properties }) => [name, properties['RetentionInDays']])).toEqual(
      groups.map(({ name }) => [name, 90]),
    );
    expect(groups.length).toBeGreaterThan(functions.size);
  });

  test('are made by the stack: no function and no machine makes one that nobody ends', () => {
    const groups = ofType('AWS::Logs::LogGroup').map(({ name }) => name);
    for (const [name, { properties }] of functions) {
      expect(properties['LoggingConfig']).toEqual({ LogGroup: `<${name}-logs>` });
      expect(groups).toContain(`${name}-logs`);
    }
    const destinations = ofType('AWS::StepFunctions::StateMachine').map(({ properties }) =>
      JSON.stringify(properties['LoggingConfiguration']),
    );
    for (const destination of destinations) {
      expect(groups.filter((name) => destination.includes(`<${name}.Arn>`))).toHaveLength(1);
    }
  });
});

describe('every function', () => {
  test.each([...functions.keys()])('%s runs on the current Node, for arm64', (name) => {
    expect(functions.get(name)?.properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
  });

  test.each([...functions.keys()])(
    'F-02 and F-03 %s is told to print neither what it speaks nor what it is given',
    (name) => {
      const { Variables = {} } = (functions.get(name)?.properties['Environment'] ?? {}) as { Variables?: object };
      const names = Object.keys(Variables);
      expect(names.filter((key) => /^(NODE_|POWERTOOLS_|AWS_LAMBDA_|DEBUG|LOG_LEVEL)/.test(key))).toEqual([]);
    },
  );
});

describe('G-04 the sender', () => {
  const { properties } = only('AWS::SES::EmailIdentity');
  const domain = university.mail.from.replace(/^.*@|>$/g, '');

  test('is a domain that signs (DKIM), with a return path below it (SPF): both agree with the From that people see', () => {
    expect(properties).toMatchObject({ EmailIdentity: domain, DkimAttributes: { SigningEnabled: true } });
    const { MailFromDomain } = properties['MailFromAttributes'] as { MailFromDomain: string };
    expect(MailFromDomain.endsWith(`.${domain}`)).toBe(true);
  });

  test('has three records that the guide says to publish: DKIM, the return path, and DMARC, of the same domain', () => {
    const guide = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8');
    const [step = ''] = /^2\. Publish.*?(?=^3\. )/ms.exec(guide) ?? [];
    expect(step).toMatch(/DKIM and MAIL FROM records/);
    expect(step).toContain(`_dmarc.${domain} TXT "v=DMARC1; p=quarantine"`);
  });
});

describe('a deployment', () => {
  test('goes from what is kept to what people see to what is done, with no resource that waits for itself', () => {
    expect([...templates.keys()]).toEqual(['Matricule-Data', 'Matricule-Portal', 'Matricule-Workflows']);
    for (const template of templates.values())
      expect(() => Template.fromJSON(template as Record<string, object>)).not.toThrow();
  });

  test('is what CloudFormation takes, resource by resource', () => {
    expect(() => synthesize({ disposable: false }, { validate: true })).not.toThrow();
  });

  test('says what people and scripts look for', () => {
    const outputs = [...templates.values()].flatMap((template) =>
      Object.keys((template as { Outputs: object }).Outputs).filter((name) => !name.startsWith('Exports')),
    );
    expect(outputs.toSorted()).toEqual(
      [
        ...['IntakeBucket', 'DirectorySecretUca', 'DirectorySecretIsimaLimos', 'ApiId', 'PortalUrl'],
        ...['PasswordSecretUca', 'PasswordSecretIsimaLimos', 'MailEventsTopic'],
        ...Object.values(stateMachineNames).map((name) => `${name.replace('Matricule-', '')}Arn`),
      ].toSorted(),
    );
  });

  test('brings no function but ours: no custom resource, no helper with rights of its own', () => {
    expect(
      resources.filter(({ type }) => type.startsWith('Custom::') || type.startsWith('AWS::CloudFormation')),
    ).toEqual([]);
    expect(ofType('AWS::Lambda::Function')).toHaveLength(functions.size);
  });
});
