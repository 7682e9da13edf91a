import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Match, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { directories, offices } from '../functions/university/university.ts';
import { alarms } from './alarms.ts';
import type { DataStack } from './data-stack.ts';
import type { MatriculeProps } from './matricule.ts';
import type { PortalStack } from './portal-stack.ts';
import { endOfLifeSteps } from './steps/end-of-life-steps.ts';
import { intakeSteps } from './steps/intake-steps.ts';
import { StepMaker } from './steps/make-steps.ts';
import { cleanupSteps, reconcileSteps } from './steps/night-steps.ts';
import { onboardingSteps } from './steps/onboarding-steps.ts';
import { addressSteps, passwordSteps, recoverySteps } from './steps/password-steps.ts';
import { provisioningSteps } from './steps/provisioning-steps.ts';
import { requestSteps } from './steps/request-steps.ts';
import { access } from './workflows/access.ts';
import { activation } from './workflows/activation.ts';
import { address } from './workflows/address.ts';
import { cleanup } from './workflows/cleanup.ts';
import { expiry } from './workflows/expiry.ts';
import { guest } from './workflows/guest.ts';
import { intake } from './workflows/intake.ts';
import { onboarding } from './workflows/onboarding.ts';
import { password } from './workflows/password.ts';
import { provisioning } from './workflows/provisioning.ts';
import { reconcile } from './workflows/reconcile.ts';
import { recovery } from './workflows/recovery.ts';

/** Of workflows whose steps wait for a directory for a minute, and for nothing else. */
const quarter = Duration.minutes(15);
/** Of workflows whose last notices wait for the mail provider for hours. */
const halfADay = Duration.hours(12);

/** After midnight where the university lives, summer and winter, so that a night is about the day that has begun. */
const nights = {
  cleanup: { hour: '1', minute: '30' },
  reconcile: { hour: '3', minute: '0' },
  requests: { hour: '4', minute: '0' },
} as const;

/** What is done: the steps with exactly what each may touch, and the workflows made of them. */
export class WorkflowsStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { data, portal, ...props }: MatriculeProps & StackProps & { data: DataStack; portal: PortalStack },
  ) {
    super(scope, id, props);
    const make = new StepMaker(this, { ...props, data, publicUrl: portal.publicUrl });
    const deadLetters = new Queue(this, 'dead-letters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });

    const people = onboardingSteps(this, make, deadLetters);
    const drain = provisioningSteps(make);
    const feed = intakeSteps(make);
    const passwords = passwordSteps(make, people);
    const recoveries = recoverySteps(make);
    const addresses = addressSteps(make);
    const life = endOfLifeSteps(make, people);
    const requests = requestSteps(make, people);
    const sweep = cleanupSteps(make);
    const comparison = reconcileSteps(make);
    const { bucketName } = data.intakeBucket;

    const machines = {
      recovery: make.machine('recovery', (here) => recovery(here, recoveries), quarter),
      address: make.machine('address', (here) => address(here, addresses), halfADay),
      activation: make.machine('activation', (here) => activation(here, passwords), halfADay),
      password: make.machine('password', (here) => password(here, passwords), halfADay),
      onboarding: make.machine('onboarding', (here) => onboarding(here, people), quarter),
      provisioning: make.machine('provisioning', (here) => provisioning(here, drain), Duration.days(14)),
      guest: make.machine('guest', (here) => guest(here, requests), quarter),
      access: make.machine('access', (here) => access(here, requests), quarter),
      expiry: make.machine('expiry', (here) => expiry(here, life), quarter),
      intake: make.machine('intake', (here) => intake(here, feed, people, bucketName), Duration.hours(6)),
      cleanup: make.machine('cleanup', (here) => cleanup(here, sweep, life, bucketName), Duration.hours(6)),
      reconcile: make.machine('reconcile', (here) => reconcile(here, comparison), Duration.hours(1)),
    };
    for (const machine of [machines.intake, machines.cleanup]) this.readsManifestsOnly(machine, data);
    this.startIntakeOnExport(machines.intake, data, deadLetters);
    this.startProvisioningHourly(machines.provisioning, deadLetters);
    for (const night of ['cleanup', 'reconcile'] as const) {
      new Rule(this, `Nightly-${night}`, {
        schedule: Schedule.cron(nights[night]),
        targets: [
          new SfnStateMachine(machines[night], {
            input: RuleTargetInput.fromObject({}),
            deadLetterQueue: deadLetters,
          }),
        ],
      });
    }
    this.restartRequestsNightly(make, deadLetters);
    alarms(this, { machines, deadLetters, lostMailEvents: make.mailEvents.deadLetters, portal: portal.api });
  }

  /** The Distributed Map asks for the whole bucket; it reads manifests. */
  private readsManifestsOnly(machine: StateMachine, { intakeBucket }: DataStack): void {
    machine.addToRolePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        actions: ['s3:GetObject'],
        notResources: [intakeBucket.arnForObjects('runs/*/manifest.jsonl')],
      }),
    );
  }

  private startIntakeOnExport(machine: StateMachine, { intakeBucket }: DataStack, deadLetters: Queue): void {
    new Rule(this, 'ExportArrived', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: {
          bucket: { name: [intakeBucket.bucketName] },
          object: { key: offices.flatMap((office) => Match.prefix(`${office}/`)) },
        },
      },
      targets: [
        new SfnStateMachine(machine, {
          // As it is: an input transformer does not escape the quotes and backslashes that a key may have.
          input: RuleTargetInput.fromEventPath('$.detail.object'),
          deadLetterQueue: deadLetters,
        }),
      ],
    });
  }

  /** Takes up what a drain that failed has left pending; a second drain of a directory ends at once. */
  private startProvisioningHourly(machine: StateMachine, deadLetters: Queue): void {
    for (const directory of directories) {
      new Rule(this, `Hourly-${directory}`, {
        schedule: Schedule.rate(Duration.hours(1)),
        targets: [
          new SfnStateMachine(machine, {
            input: RuleTargetInput.fromObject({ directory }),
            deadLetterQueue: deadLetters,
          }),
        ],
      });
    }
  }

  /** Starts again what follows from a request, where the engine was away or a step has failed. */
  private restartRequestsNightly(make: StepMaker, deadLetters: Queue): void {
    const step = make.step('request-restart-requests', {
      tables: { desks: ['list'], requests: ['read'] },
      starts: ['guest', 'access'],
    });
    // Nobody waits for its answer: what fails three times comes to the queue where an event comes that cannot call it (J-10).
    step.configureAsyncInvoke({ onFailure: new SqsDestination(deadLetters), retryAttempts: 2 });
    new Rule(this, 'Nightly-requests', {
      schedule: Schedule.cron(nights.requests),
      targets: [new LambdaFunction(step, { event: RuleTargetInput.fromObject({}), deadLetterQueue: deadLetters })],
    });
  }
}
