import {
  type CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import { type TableName, tableNames } from '../functions/table/tables.ts';
import { region as localRegion } from './cloud.ts';
import { clientConfig } from './deploy.ts';
import { startPorts } from './start-ports.ts';

/** What `--profile` and `--region` of a command said; without a profile, the local cloud is meant. */
export interface Asked {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
}

/** How the AWS clients of a command reach what it was asked for. */
export function reachedCloud({ profile, region }: Asked) {
  return profile === undefined ? localConfig() : accountConfig(profile, region);
}

/** The cloud of `npm start`, or the one that AWS's own variable names. */
function localConfig() {
  return clientConfig({ endpoint: localEndpoint(), region: localRegion });
}

export function localEndpoint(): string {
  return process.env['AWS_ENDPOINT_URL'] ?? `http://127.0.0.1:${startPorts.cloud}`;
}

/** The profile's own credentials and region, found by the SDK as by any AWS tool. */
function accountConfig(profile: string, region: string | undefined) {
  process.env['AWS_PROFILE'] = profile;
  return region === undefined ? {} : { region };
}

/**
 * The bucket of exports and reports.
 * @throws Error that says what to type when nothing is deployed there.
 */
export async function intakeBucket(cloudFormation: CloudFormationClient, asked: Asked): Promise<string> {
  const { Stacks: stacks = [] } = await cloudFormation
    .send(new DescribeStacksCommand({ StackName: 'Matricule-Data' }))
    .catch((error: unknown) => notReached(error, asked));
  const bucket = stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'IntakeBucket')?.OutputValue;
  if (bucket === undefined) throw new Error('The stack Matricule-Data has no output IntakeBucket: deploy it first.');
  return bucket;
}

/** What is deployed, by the names that AWS knows it by. */
export interface Deployed {
  readonly nameOf: (table: TableName) => string;
  readonly functions: readonly string[];
  /** ARNs of state machines. */
  readonly machines: readonly string[];
}

/** @throws Error that says what to type when nothing is deployed there, or not all of it. */
export async function deployed(cloudFormation: CloudFormationClient, asked: Asked): Promise<Deployed> {
  const resources = (...stacks: string[]) =>
    resourcesOf(cloudFormation, stacks).catch((error: unknown) => notReached(error, asked));
  const kept = await resources('Matricule-Data');
  // CloudFormation knows a table by our name and eight characters of the CDK's.
  const tables = new Map(
    kept.map(({ LogicalResourceId: id = '', PhysicalResourceId }) => [id.slice(0, -8), PhysicalResourceId]),
  );
  const nameOf = (table: TableName): string => {
    const name = tables.get(table);
    if (!name) throw new Error(`The stack Matricule-Data has no table ${table}: deploy it first.`);
    return name;
  };
  tableNames.forEach(nameOf);
  const running = await resources('Matricule-Portal', 'Matricule-Workflows');
  const ids = (type: string) =>
    running.flatMap(({ ResourceType, PhysicalResourceId: id }) => (ResourceType === type && id ? [id] : []));
  return { nameOf, functions: ids('AWS::Lambda::Function'), machines: ids('AWS::StepFunctions::StateMachine') };
}

async function resourcesOf(client: CloudFormationClient, stacks: readonly string[]): Promise<StackResourceSummary[]> {
  const resources: StackResourceSummary[] = [];
  for (const StackName of stacks)
    for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName }))
      resources.push(...StackResourceSummaries);
  return resources;
}

function notReached(error: unknown, { profile }: Asked): never {
  if (profile !== undefined) throw error;
  throw new Error(
    'Nothing runs here: type `npm start` in another window, or give `--profile name` for a real account.',
  );
}
