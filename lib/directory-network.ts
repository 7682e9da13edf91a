import { SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { Settings } from './settings.ts';
import type { StepLambdaProps } from './step-lambda.ts';

/** The network of the functions that reach directories, where a setting names one. */
export function directoryNetwork(
  scope: Construct,
  { directoryNetwork: network }: Settings,
): StepLambdaProps['network'] {
  if (!network) return undefined;
  return {
    vpc: Vpc.fromVpcAttributes(scope, 'directory-vpc', {
      vpcId: network.vpcId,
      privateSubnetIds: [...network.subnetIds],
      // Nothing asks for the zones, but there must be as many as subnets.
      availabilityZones: [...network.subnetIds],
    }),
    securityGroups: [
      SecurityGroup.fromSecurityGroupId(scope, 'directory-group', network.securityGroupId, { mutable: false }),
    ],
  };
}
