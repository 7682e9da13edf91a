/** What differs from one deployment of the same university to the next. */
export interface Settings {
  /** Where people reach the portal, `https://compte.uca.fr`, without a slash at the end. Absent: the address of the API itself. */
  readonly publicUrl?: string;
  /** The network of the functions that reach directories, where those are not reachable without: subnets with a way to Secrets Manager, DynamoDB, KMS and Step Functions. */
  readonly directoryNetwork?: {
    readonly vpcId: string;
    readonly subnetIds: readonly string[];
    readonly securityGroupId: string;
  };
  /** Whether tables and the bucket go with the stack: never in production. */
  readonly disposable: boolean;
  /** Fixes the API's address where the cloud allows it. */
  readonly apiTags?: Readonly<Record<string, string>>;
}
