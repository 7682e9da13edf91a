import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, type FunctionProps, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { join } from 'node:path';
import { type DirectoryName, directories } from '../functions/university/university.ts';
import { type TableName, tableNames, tableVariable } from '../functions/table/tables.ts';
import type { DataStack } from './data-stack.ts';
import type { MatriculeProps } from './matricule.ts';

/** What a function does to a table: exactly these calls are granted. */
type TableUse = 'read' | 'list' | 'put' | 'update' | 'delete' | 'check';
const actions: Record<TableUse, string> = {
  read: 'dynamodb:GetItem',
  list: 'dynamodb:Query',
  put: 'dynamodb:PutItem',
  update: 'dynamodb:UpdateItem',
  delete: 'dynamodb:DeleteItem',
  check: 'dynamodb:ConditionCheckItem',
};

export interface StepLambdaProps extends Pick<MatriculeProps, 'assets' | 'settings'> {
  readonly data: DataStack;
  readonly tables: Partial<Record<TableName, readonly TableUse[]>>;
  readonly environment?: Record<string, string>;
  readonly timeout?: Duration;
  readonly memorySize?: number;
  readonly network?: Pick<FunctionProps, 'vpc' | 'securityGroups'> | undefined;
}

/**
 * Step timeouts, in order (J-07): LDAP 5 s < a function 20 s < its task 30 s < the workflow. 512 MB is where a cold
 * start of these bundles stops gaining from more CPU for its price.
 */
export const stepTimeout = Duration.seconds(20);

/** What Lambda does in the function's name to put it into a network; AWS knows no narrower resource for it. */
const networkInterfaces = [
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

/** The one Lambda construct: a bundled handler, its own role, its own tables, its own log group. */
export class StepLambda extends LambdaFunction {
  constructor(
    scope: Construct,
    name: string,
    { assets, settings, data, tables, environment, timeout, memorySize, network }: StepLambdaProps,
  ) {
    const used = tableNames.flatMap((table) => (tables[table] ? [[table, tables[table]] as const] : []));
    const logGroup = new LogGroup(scope, `${name}-logs`, {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: settings.disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    // The role that CDK makes by itself may write to every log group of the account.
    const role = new Role(scope, `${name}-role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    if (network) role.addToPolicy(new PolicyStatement({ actions: networkInterfaces, resources: ['*'] }));
    super(scope, name, {
      role,
      logGroup,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(join(assets, name)),
      timeout: timeout ?? stepTimeout,
      memorySize: memorySize ?? 512,
      ...network,
      environment: {
        ...environment,
        ...Object.fromEntries(used.map(([table]) => [tableVariable(table), data.tables[table].tableName])),
      },
    });
    for (const [table, uses] of used) data.tables[table].grant(this, ...uses.map((use) => actions[use]));
  }

  /** Without the versions, which CDK adds with a wildcard: nobody publishes any. */
  override get resourceArnsForGrantInvoke(): string[] {
    return [this.functionArn];
  }

  /** Lets the function do exactly this on exactly that. */
  may(action: string | readonly string[], ...resources: readonly string[]): void {
    this.addToRolePolicy(new PolicyStatement({ actions: [action].flat(), resources: [...resources] }));
  }

  /** Lets the function be the identity of a directory that these secrets hold, by variables such as `DIRECTORY_SECRET_UCA`. */
  mayReach(identity: 'DIRECTORY' | 'PASSWORD', secrets: Readonly<Record<DirectoryName, Secret>>): void {
    for (const name of directories) {
      this.addEnvironment(`${identity}_SECRET_${name.replaceAll('-', '_').toUpperCase()}`, secrets[name].secretName);
      this.mayRead(secrets[name]);
    }
  }

  /** Lets the function close the vault, or open it: none does both. */
  mayUseVault(how: 'Encrypt' | 'Decrypt', { vaultKey }: DataStack): void {
    this.addEnvironment('VAULT_KEY_ID', vaultKey.keyId);
    this.may(`kms:${how}`, vaultKey.keyArn);
  }

  /** Lets the function read the value of a secret, and nothing about it. */
  mayRead(secret: Secret): void {
    this.may('secretsmanager:GetSecretValue', secret.secretArn);
  }
}
