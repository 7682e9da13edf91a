import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
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
export async function intakeBucket(cloudFormation: CloudFormationClient, { profile }: Asked): Promise<string> {
  const { Stacks: stacks = [] } = await cloudFormation
    .send(new DescribeStacksCommand({ StackName: 'Matricule-Data' }))
    .catch((error: unknown) => {
      if (profile !== undefined) throw error;
      throw new Error(
        'Nothing runs here: type `npm start` in another window, or give `--profile name` for a real account.',
      );
    });
  const bucket = stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'IntakeBucket')?.OutputValue;
  if (bucket === undefined) throw new Error('The stack Matricule-Data has no output IntakeBucket: deploy it first.');
  return bucket;
}
