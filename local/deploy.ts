import { readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import type { Children } from './children.ts';
import { accountId, type Cloud, region } from './cloud.ts';
import type { LocalDirectory } from './slapd.ts';

/** What the stacks say of themselves once deployed (their CloudFormation outputs). */
export type Outputs = z.infer<typeof outputs>;

const outputs = z.object({
  IntakeBucket: z.string(),
  DirectorySecretUca: z.string(),
  DirectorySecretIsimaLimos: z.string(),
  PasswordSecretUca: z.string(),
  PasswordSecretIsimaLimos: z.string(),
  OnboardingArn: z.string(),
  IntakeArn: z.string(),
  ProvisioningArn: z.string(),
  ExpiryArn: z.string(),
  ActivationArn: z.string(),
  PasswordArn: z.string(),
  RecoveryArn: z.string(),
  AddressArn: z.string(),
  GuestArn: z.string(),
  AccessArn: z.string(),
  CleanupArn: z.string(),
  ReconcileArn: z.string(),
  MailEventsTopic: z.string(),
  ApiId: z.string(),
  PortalUrl: z.string(),
});

export interface DeployOptions {
  readonly children: Children;
  /** Takes the cloud assembly, the bundles and the log. */
  readonly folder: string;
}

/** The CDK and the TypeScript behind it take a second less to load the second time. */
const compileCache = join(import.meta.dirname, '..', '.local', 'compile-cache');

const repository = join(import.meta.dirname, '..');

/** Runs the project's own CDK CLI, with nothing that reaches the network. @throws with the end of its log when it fails. */
function cdk(
  { children, folder }: DeployOptions,
  cwd: string,
  env: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<void> {
  return children.run({
    name: `cdk ${args[0] ?? ''}`,
    command: process.execPath,
    args: [join(repository, 'node_modules', 'aws-cdk', 'bin', 'cdk'), ...args, '--no-notices', '--ci'],
    log: join(folder, `cdk-${args[0] ?? ''}.log`),
    cwd,
    env: {
      ...{ HOME: process.env['HOME'], LANG: 'C.UTF-8', NO_COLOR: '1' },
      NODE_COMPILE_CACHE: compileCache,
      ...{ CDK_DISABLE_VERSION_CHECK: '1', CDK_DISABLE_CLI_TELEMETRY: 'true' },
      PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
      ...env,
    },
  });
}

/**
 * Makes the templates and the bundles of `lib/` for the local cloud; needs no cloud. The app is run without the CLI, which
 * adds a second to say where the assembly goes and what the context is.
 */
export async function synthesize(options: DeployOptions, publicUrl: string): Promise<void> {
  const { children, folder } = options;
  const cdkJson = z.looseObject({ context: z.unknown().optional() });
  const { context = {} } = cdkJson.parse(JSON.parse(await readFile(join(repository, 'cdk.json'), 'utf8')));
  await children.run({
    ...{ name: 'the CDK app', command: process.execPath, args: [join(import.meta.dirname, 'app.ts')] },
    ...{ log: join(folder, 'cdk-synth.log'), cwd: repository },
    env: {
      ...{
        NODE_COMPILE_CACHE: compileCache,
        PATH: process.env['PATH'],
        CDK_OUTDIR: assembly(options),
        CDK_CONTEXT_JSON: JSON.stringify(context),
      },
      ...{ MATRICULE_ASSETS: join(folder, 'functions'), MATRICULE_PUBLIC_URL: publicUrl },
    },
  });
}

/** Prepares an empty cloud for deployments: the bucket that takes what is deployed. */
export async function bootstrap(options: DeployOptions, cloud: Cloud): Promise<void> {
  // Away from the repository's cdk.json, whose app it would run in vain.
  await cdk(options, options.folder, cloud.environment, 'bootstrap', `aws://${accountId}/${region}`);
}

/** Deploys what `synthesize` made to a cloud that `bootstrap` has prepared. */
export async function deploy(options: DeployOptions, cloud: Cloud): Promise<Outputs> {
  const outputsFile = join(options.folder, 'outputs.json');
  await cdk(
    ...([options, repository, cloud.environment, 'deploy', '--all', '--app', assembly(options)] as const),
    ...([
      '--require-approval',
      'never',
      '--method',
      'direct',
      '--concurrency',
      '3',
      '--outputs-file',
      outputsFile,
    ] as const),
  );
  const byStack = z
    .record(z.string(), z.record(z.string(), z.string()))
    .parse(JSON.parse(await readFile(outputsFile, 'utf8')));
  return outputs.parse(Object.assign({}, ...Object.values(byStack)));
}

/** Tells the deployed functions how to reach the directories, as the operator of a real deployment does. */
export async function connectDirectories(
  cloud: Cloud,
  deployed: Outputs,
  { uca, 'isima-limos': isimaLimos }: Readonly<Record<'uca' | 'isima-limos', LocalDirectory>>,
): Promise<void> {
  const client = new SecretsManagerClient(clientConfig(cloud));
  const put = (SecretId: string, connection: object) =>
    client.send(new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify(connection) }));
  const connect = (
    [provisions, writesPasswords]: readonly [string, string],
    { url, ca, peopleDn, policyDn, groupsDn, rolesDn, provisioner, password }: LocalDirectory,
  ) => [
    put(provisions, { url, ca, peopleDn, groupsDn, ...provisioner }),
    put(writesPasswords, { url, ca, peopleDn, policyDn, rolesDn, ...password }),
  ];
  await Promise.all([
    ...connect([deployed.DirectorySecretUca, deployed.PasswordSecretUca], uca),
    ...connect([deployed.DirectorySecretIsimaLimos, deployed.PasswordSecretIsimaLimos], isimaLimos),
  ]);
  client.destroy();
}

/** How an SDK client reaches a local cloud. */
export function clientConfig({ endpoint, region }: Pick<Cloud, 'endpoint' | 'region'>) {
  return { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
}

const assembly = ({ folder }: DeployOptions): string => join(folder, 'cdk.out');
