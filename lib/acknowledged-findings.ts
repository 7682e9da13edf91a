import { stateMachineNames } from './workflows/state-machine-names.ts';

/** A finding of cdk-nag that stays, and why (M-04). */
export interface AcknowledgedFinding {
  /** The rule and, in brackets, its finding. `…` stands for anything. */
  readonly id: string;
  /** The path of the construct. `…` stands for anything. */
  readonly where: string;
  readonly reason: string;
}

const deadLetters = 'Matricule-Workflows/dead-letters/Resource';
const ownRuns =
  'Objects of a run are named by ids that are not known before: the wildcard ends at the kind of object that the step is for.';

/**
 * What cdk-nag's rules for AWS solutions and for serverless find in this app and we keep. A test runs them, and fails
 * both on a finding that is not here and on a line that nothing is found for any more.
 */
export const acknowledgedFindings: readonly AcknowledgedFinding[] = [
  {
    id: 'AwsSolutions-S1',
    where: 'Matricule-Data/Intake/Resource',
    reason:
      'Who reads an export is for the data events of the account’s CloudTrail, which this stack can neither lose nor switch off; access logs of S3 are best effort.',
  },
  {
    id: 'AwsSolutions-DDB3',
    where: 'Matricule-Data/vault/Resource',
    reason: 'Passwords that wait for a directory are to be forgotten within a day: a backup would remember them.',
  },
  ...['directory', 'password'].map((identity) => ({
    id: 'AwsSolutions-SMG4',
    where: `Matricule-Data/${identity}-…/Resource`,
    reason:
      'The password of a directory’s service identity is changed in the directory, by those who run it; the functions read the secret again when the directory refuses the old one.',
  })),
  {
    id: 'AwsSolutions-SMG4',
    where: 'Matricule-Data/link-key/Resource',
    reason:
      'A new key ends every link that is under way, so the operator changes it when there is cause. What it protects lives 24 hours.',
  },
  {
    id: 'AwsSolutions-APIG4',
    where: 'Matricule-Portal/Portal/ANY--/Resource',
    reason: 'The home page is for people who have no account yet.',
  },
  {
    id: 'AwsSolutions-APIG4',
    where: 'Matricule-Portal/Portal/ANY--{proxy+}/Resource',
    reason:
      'The form is for people who have no account yet, and what is behind a mailed link is opened by the link, which the page itself checks.',
  },
  ...['sponsor', 'sponsor--{proxy+}', 'cri', 'cri--{proxy+}'].map((desk) => ({
    id: 'AwsSolutions-APIG4',
    where: `Matricule-Portal/Portal/ANY--${desk}/Resource`,
    reason:
      'Who may open a desk is decided by the session and the role that the page reads: an authorizer would be a second place that decides it.',
  })),
  ...['sign-in', 'account--password', 'account--address'].map((form) => ({
    id: 'AwsSolutions-APIG4',
    where: `Matricule-Portal/Portal/POST--${form}/Resource`,
    reason: 'The form brings the password that it is about: the page checks it by a bind, and counts before it does.',
  })),
  {
    id: 'AwsSolutions-SQS3',
    where: deadLetters,
    reason: 'It is the dead-letter queue, of rules and of schedules; an alarm watches it.',
  },
  { id: 'Serverless-SQSRedrivePolicy', where: deadLetters, reason: 'It is the dead-letter queue.' },
  {
    id: 'Serverless-SQSRedrivePolicy',
    where: 'Matricule-Workflows/mail-events/dead-letters/Resource',
    reason: 'It is the dead-letter queue, of the events of mail; an alarm watches it.',
  },
  {
    id: 'Serverless-LambdaEventSourceMappingDestination',
    where: 'Matricule-Workflows/mail-events-record-mail-events/…/Resource',
    reason: 'A queue has no destination for failures: its own redrive policy keeps what could not be recorded.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::…:schedule/Matricule/*]',
    where: 'Matricule-Workflows/onboarding-schedule-expiry-role/DefaultPolicy/Resource',
    reason:
      'A schedule is named by an account’s id, which is not known before; the group holds nothing but these schedules.',
  },
  ...['registrar', 'hr', 'cri'].map((office) => ({
    id: `AwsSolutions-IAM5[Resource::…/${office}/*]`,
    where: 'Matricule-Workflows/intake-read-feed-role/DefaultPolicy/Resource',
    reason: 'An office names its exports as it likes; the wildcard ends at its prefix.',
  })),
  {
    id: 'AwsSolutions-IAM5[Resource::…/runs/*]',
    where: 'Matricule-Workflows/intake-read-feed-role/DefaultPolicy/Resource',
    reason: 'It writes a run’s chunks and manifest. ' + ownRuns,
  },
  {
    id: 'AwsSolutions-IAM5[Resource::…/runs/*]',
    where: 'Matricule-Workflows/intake-report-role/DefaultPolicy/Resource',
    reason: 'It reads all of a run. ' + ownRuns,
  },
  {
    id: 'AwsSolutions-IAM5[Resource::…/runs/*/report.json]',
    where: 'Matricule-Workflows/intake-report-role/DefaultPolicy/Resource',
    reason: ownRuns,
  },
  {
    id: 'AwsSolutions-IAM5[Resource::…/runs/*/chunks/*]',
    where: 'Matricule-Workflows/intake-store-rows-role/DefaultPolicy/Resource',
    reason: ownRuns,
  },
  {
    id: 'AwsSolutions-IAM5[Resource::…/runs/*/chunks/*]',
    where: 'Matricule-Workflows/intake-write-results-role/DefaultPolicy/Resource',
    reason: ownRuns,
  },
  {
    id: 'AwsSolutions-IAM5[Resource::…/runs/*/results/*]',
    where: 'Matricule-Workflows/intake-write-results-role/DefaultPolicy/Resource',
    reason: ownRuns,
  },
  ...['run.json', 'manifest.jsonl', 'holds/*'].map((key) => ({
    id: `AwsSolutions-IAM5[Resource::…/runs/cleanup-*/${key}]`,
    where: 'Matricule-Workflows/cleanup-find-due-role/DefaultPolicy/Resource',
    reason: ownRuns,
  })),
  {
    id: 'AwsSolutions-IAM5[Resource::…/runs/cleanup-*/results/*]',
    where: 'Matricule-Workflows/cleanup-write-results-role/DefaultPolicy/Resource',
    reason: ownRuns,
  },
  ...['run.json', 'manifest.jsonl', 'results/*', 'report.json'].map((key) => ({
    id: `AwsSolutions-IAM5[Resource::…/runs/cleanup-*/${key}]`,
    where: 'Matricule-Workflows/cleanup-report-role/DefaultPolicy/Resource',
    reason: ownRuns,
  })),
  {
    id: 'AwsSolutions-IAM5[Resource::…/runs/reconcile-*/results/*]',
    where: 'Matricule-Workflows/reconcile-compare-directory-role/DefaultPolicy/Resource',
    reason: ownRuns,
  },
  ...['results/*', 'report.json'].map((key) => ({
    id: `AwsSolutions-IAM5[Resource::…/runs/reconcile-*/${key}]`,
    where: 'Matricule-Workflows/reconcile-report-role/DefaultPolicy/Resource',
    reason: ownRuns,
  })),
  ...['Intake', 'Cleanup'].flatMap((name) => [
    {
      id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::…/*]',
      where: `Matricule-Workflows/Matricule-${name}/Machine/Role/DefaultPolicy/Resource`,
      reason: 'CDK’s Distributed Map asks for the whole bucket; a Deny beside it leaves the manifests of runs.',
    },
    {
      id: 'AwsSolutions-IAM5[Resource::…:execution:…:*]',
      where: `Matricule-Workflows/Matricule-${name}/Machine/DistributedMapPolicy/Resource`,
      reason: 'A Distributed Map watches and stops its own children, whose names AWS makes up.',
    },
  ]),
  ...Object.values(stateMachineNames).map((name) => ({
    id: 'AwsSolutions-IAM5[Resource::*]',
    where: `Matricule-Workflows/${name}/Machine/Role/DefaultPolicy/Resource`,
    reason: 'The delivery of a state machine’s log: AWS knows no narrower resource for these actions.',
  })),
  ...['AwsSolutions-SF2', 'Serverless-StepFunctionStateMachineXray'].map((id) => ({
    id,
    where: 'Matricule-Workflows/Matricule-…/Machine/Resource',
    reason:
      'The history and the log of an execution hold each state, its time and its outcome; traces would be one more place to keep personal data out of.',
  })),
  {
    id: 'Serverless-LambdaTracing',
    where: 'Matricule-…/Resource',
    reason:
      'The tracer makes a cold start some 15 % longer, and its traces would be one more place to keep personal data out of.',
  },
  {
    id: 'Serverless-LambdaDLQ',
    where: 'Matricule-…/Resource',
    reason:
      'State machines, the queue and the API wait for the answer, and catch or tell what failed. One function is invoked asynchronously, request-restart-requests: its failures go to a destination, which says more than a dead-letter queue.',
  },
];
