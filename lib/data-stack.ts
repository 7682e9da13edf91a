import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import { type TableName, tableKeys } from '../functions/table/tables.ts';
import { university } from '../functions/university/uca.ts';
import type { DirectoryName } from '../functions/university/university.ts';
import type { MatriculeProps } from './matricule.ts';

/** Staged exports, results and reports hold personal data: the office that handed an export over has a year to read its report. */
const exportsKept = Duration.days(365);
const supersededKept = Duration.days(30);

/** Tables that forget rows by themselves, by `expiresAt`. */
const forgetful: readonly TableName[] = [
  'addressHealth',
  'links',
  'sessions',
  'vault',
  'operations',
  'requests',
  'desks',
  'throttle',
];

/** What is kept: tables, the intake bucket, the secrets of the directories, the identity that mail is sent from. */
export class DataStack extends Stack {
  readonly tables: Readonly<Record<TableName, Table>>;
  readonly intakeBucket: Bucket;
  /** A service identity of each directory, filled in by the operator. */
  readonly directorySecrets: Readonly<Record<DirectoryName, Secret>>;
  /** The identity of each directory that may write passwords and nothing else. */
  readonly passwordSecrets: Readonly<Record<DirectoryName, Secret>>;
  /** Seals the passwords that wait for a directory. */
  readonly vaultKey: Key;
  readonly linkKey: Secret;
  /** The mail domain, signed by DKIM. The records to publish: `aws sesv2 get-email-identity` (G-04). */
  readonly sender: EmailIdentity;

  constructor(scope: Construct, id: string, { settings, ...props }: MatriculeProps & StackProps) {
    super(scope, id, props);
    const removalPolicy = settings.disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;

    const table = (name: TableName): Table => {
      const [partition, sort]: readonly [string, string?] = tableKeys[name];
      return new Table(this, name, {
        partitionKey: { name: partition, type: AttributeType.STRING },
        ...(sort !== undefined && { sortKey: { name: sort, type: AttributeType.STRING } }),
        billingMode: BillingMode.PAY_PER_REQUEST,
        encryption: TableEncryption.AWS_MANAGED,
        // What waits in the vault is to be forgotten: no backup of it, no stream, no export (L-07).
        ...(name !== 'vault' && { pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true } }),
        deletionProtection: !settings.disposable,
        removalPolicy,
        ...(forgetful.includes(name) && { timeToLiveAttribute: 'expiresAt' }),
      });
    };
    this.tables = {
      files: table('files'),
      fileKeys: table('fileKeys'),
      accounts: table('accounts'),
      accountFiles: table('accountFiles'),
      persons: table('persons'),
      logins: table('logins'),
      addresses: table('addresses'),
      recoveryAddresses: table('recoveryAddresses'),
      addressHealth: table('addressHealth'),
      counters: table('counters'),
      due: table('due'),
      slices: table('slices'),
      nights: table('nights'),
      requests: table('requests'),
      desks: table('desks'),
      pending: table('pending'),
      leases: table('leases'),
      links: table('links'),
      sessions: table('sessions'),
      vault: table('vault'),
      operations: table('operations'),
      mails: table('mails'),
      throttle: table('throttle'),
      intakes: table('intakes'),
      audit: table('audit'),
    };

    this.intakeBucket = new Bucket(this, 'Intake', {
      versioned: true,
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy,
      autoDeleteObjects: settings.disposable,
      lifecycleRules: [
        {
          expiration: exportsKept,
          noncurrentVersionExpiration: supersededKept,
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
    // The property of the L2 construct brings a custom resource of its own for what is one line of the bucket.
    const bucket = this.intakeBucket.node.defaultChild;
    if (bucket instanceof CfnBucket)
      bucket.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };

    const identity = (id: 'directory' | 'password', name: DirectoryName, fields: string): Secret => {
      const secret = new Secret(this, `${id}-${name}`, {
        description: `How Matricule reaches the directory ${name}, as the identity that ${fields}`,
        removalPolicy,
      });
      new CfnOutput(this, `${pascalCase(id)}Secret${pascalCase(name)}`, { value: secret.secretName });
      return secret;
    };
    const provisions =
      'writes entries: JSON with url, ca, bindDn, password, peopleDn and, if it has groups for services, groupsDn';
    this.directorySecrets = {
      uca: identity('directory', 'uca', provisions),
      'isima-limos': identity('directory', 'isima-limos', provisions),
    };
    const writesPasswords =
      'writes passwords: JSON with url, ca, bindDn, password, peopleDn and, if they may be read, policyDn and rolesDn';
    this.passwordSecrets = {
      uca: identity('password', 'uca', writesPasswords),
      'isima-limos': identity('password', 'isima-limos', writesPasswords),
    };
    this.vaultKey = new Key(this, 'vault-key', {
      description: 'Seals passwords between the form and the last directory',
      enableKeyRotation: true,
      removalPolicy,
    });
    this.linkKey = new Secret(this, 'link-key', {
      description: 'The key of the HMAC under which links are kept',
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: 'key',
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy,
    });

    const mailDomain = university.mail.from.replace(/^.*@|>$/g, '');
    this.sender = new EmailIdentity(this, 'Sender', {
      identity: Identity.domain(mailDomain),
      dkimSigning: true,
      // A return path of our own aligns SPF with the sender; without its records SES falls back to its own.
      mailFromDomain: `matricule.${mailDomain}`,
    });

    new CfnOutput(this, 'IntakeBucket', { value: this.intakeBucket.bucketName });
  }
}

function pascalCase(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
