import { ArnFormat, CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Match, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, type IChainable, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { directories, offices } from '../functions/university/university.ts';
import { alarms } from './alarms.ts';
import type { DataStack } from './data-stack.ts';
import { directoryNetwork } from './directory-network.ts';
import type { MatriculeProps } from './matricule.ts';
import type { PortalStack } from './portal-stack.ts';
import { StepLambda, type StepLambdaProps } from './step-lambda.ts';
import { mailEvents, type MailEvents } from './mail-events.ts';
import { activation } from './workflows/activation.ts';
import { address } from './workflows/address.ts';
import type { EndOfLifeSteps } from './workflows/end-of-life.ts';
import { expiry } from './workflows/expiry.ts';
import { feedTimeout, intake } from './workflows/intake.ts';
import { onboarding } from './workflows/onboarding.ts';
import type { OnboardingSteps } from './workflows/onboarding-chain.ts';
import { password } from './workflows/password.ts';
import { recovery } from './workflows/recovery.ts';
import { drainTimeout, provisioning } from './workflows/provisioning.ts';
import { stateMachineNames } from './workflows/state-machine-names.ts';

type StepProps = Omit<StepLambdaProps, 'assets' | 'settings' | 'data'>;

/** What is done: the steps with exactly what each may touch, and the workflows made of them. */
export class WorkflowsStack extends Stack {
  readonly #props: MatriculeProps & { data: DataStack };
  readonly #directoryNetwork: StepLambdaProps['network'];
  readonly #mailEvents: MailEvents;

  constructor(
    scope: Construct,
    id: string,
    props: MatriculeProps & StackProps & { data: DataStack; portal: PortalStack },
  ) {
    super(scope, id, props);
    this.#props = props;
    this.#directoryNetwork = directoryNetwork(this, props.settings);
    const { data, portal } = props;
    const bucket = data.intakeBucket;

    this.#mailEvents = mailEvents(this, {
      recordMailEvents: this.step('mail-events-record-mail-events', { tables: { addressHealth: ['read', 'put'] } }),
    });
    const deadLetters = new Queue(this, 'dead-letters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const provisioningArn = this.stateMachineArn(stateMachineNames.provisioning);
    const startsProvisioning = (step: StepLambda): StepLambda => {
      step.may('states:StartExecution', provisioningArn);
      return step;
    };

    const people: OnboardingSteps = {
      validateFile: this.step('onboarding-validate-file', {
        tables: { files: ['read', 'update'], fileKeys: ['read'], operations: ['read'] },
      }),
      reserveLogin: this.step('onboarding-reserve-login', {
        tables: {
          files: ['read', 'update'],
          accounts: ['read', 'put'],
          counters: ['update'],
          logins: ['put'],
          persons: ['put'],
          slices: ['put'],
          audit: ['put'],
        },
      }),
      generateCredentials: this.step('onboarding-generate-credentials', {
        tables: {
          files: ['read'],
          accounts: ['read', 'update'],
          counters: ['update'],
          addresses: ['put'],
          recoveryAddresses: ['put'],
          audit: ['put'],
        },
      }),
      provisionDirectory: this.writingPasswords(
        this.directoryStep('onboarding-provision-directory', {
          tables: { files: ['read'], accounts: ['read', 'update'], pending: ['delete'], vault: ['read'] },
        }),
      ),
      leavePending: startsProvisioning(
        this.step('onboarding-leave-pending', {
          tables: { pending: ['put'], leases: ['read'] },
          environment: { PROVISIONING_ARN: provisioningArn },
        }),
      ),
      scheduleExpiry: this.scheduleExpiryStep(deadLetters),
      emailRecoveryAddress: this.mailStep('onboarding-email-recovery-address', portal, {
        files: ['read', 'update'],
        accounts: ['read', 'update'],
        links: ['put'],
        throttle: ['update'],
        audit: ['put'],
      }),
      recordFailure: this.step('onboarding-record-failure', { tables: { files: ['read', 'update'] } }),
    };

    const drainSteps = {
      claimDirectory: this.step('provisioning-claim-directory', {
        tables: { leases: ['put', 'update'], pending: ['list'] },
      }),
      probe: this.directoryStep('provisioning-probe', { tables: { leases: ['read', 'update'] } }),
      drain: this.drainStep(),
      release: startsProvisioning(
        this.step('provisioning-release', {
          tables: { leases: ['read', 'delete'], pending: ['list'] },
          environment: { PROVISIONING_ARN: provisioningArn },
        }),
      ),
    };

    const feedEnvironment = { INTAKE_BUCKET: bucket.bucketName };
    const feedSteps = {
      readFeed: this.step('intake-read-feed', {
        timeout: feedTimeout,
        memorySize: 1024,
        tables: { intakes: ['read', 'put'] },
        environment: feedEnvironment,
      }),
      storeRows: this.step('intake-store-rows', {
        tables: {
          files: ['read', 'put', 'update'],
          fileKeys: ['read', 'put', 'check'],
          accountFiles: ['put'],
          audit: ['put'],
        },
        environment: feedEnvironment,
      }),
      writeResults: this.step('intake-write-results', {
        tables: { files: ['read'], addressHealth: ['read'] },
        environment: feedEnvironment,
      }),
      report: this.step('intake-report', {
        timeout: feedTimeout,
        memorySize: 1024,
        tables: {},
        environment: feedEnvironment,
      }),
    };
    const objects = (...patterns: readonly string[]): string[] =>
      patterns.map((pattern) => bucket.arnForObjects(pattern));
    const exports = offices.map((office) => `${office}/*`);
    feedSteps.readFeed.may(['s3:GetObject', 's3:GetObjectVersion'], ...objects(...exports));
    feedSteps.readFeed.may('s3:PutObject', ...objects('runs/*'));
    feedSteps.storeRows.may('s3:GetObject', ...objects('runs/*/chunks/*'));
    feedSteps.writeResults.may('s3:GetObject', ...objects('runs/*/chunks/*', 'runs/*/results/*'));
    feedSteps.writeResults.may('s3:PutObject', ...objects('runs/*/results/*'));
    feedSteps.report.may('s3:GetObject', ...objects('runs/*'));
    feedSteps.report.may('s3:PutObject', ...objects('runs/*/report.json'));
    // Without it S3 does not say that an object is not there.
    for (const step of [feedSteps.readFeed, feedSteps.writeResults, feedSteps.report])
      step.may('s3:ListBucket', bucket.bucketArn);

    const passwordTables = { accounts: ['read', 'update'], vault: ['read'] } as const;
    const passwordStep = (name: string, tables: StepProps['tables']): StepLambda =>
      this.writingPasswords(this.step(name, { tables, network: this.#directoryNetwork }));
    const passwordSteps = {
      ...people,
      preparePassword: passwordStep('password-prepare-password', { operations: ['read'], ...passwordTables }),
      setPassword: passwordStep('password-set-password', passwordTables),
      concludePassword: this.step('password-conclude-password', {
        tables: {
          operations: ['read', 'update'],
          accounts: ['read', 'update'],
          vault: ['delete'],
          pending: ['put', 'delete'],
          audit: ['put'],
        },
      }),
      notify: this.mailStep('password-notify', portal, {
        operations: ['read'],
        files: ['read'],
        accounts: ['read', 'update'],
        links: ['put'],
        addressHealth: ['read'],
      }),
      activate: this.step('activation-activate', {
        tables: { accounts: ['read', 'update'], pending: ['put'], audit: ['put'] },
      }),
    };

    const recoverySteps = {
      findAccount: this.step('recovery-find-account', {
        tables: {
          operations: ['read'],
          logins: ['read'],
          addresses: ['read'],
          recoveryAddresses: ['list'],
          files: ['read'],
          accounts: ['read'],
        },
      }),
      emailLink: this.mailStep('recovery-email-link', portal, {
        operations: ['read'],
        files: ['read'],
        accounts: ['read', 'update'],
        links: ['put'],
        addressHealth: ['read'],
        throttle: ['update'],
        audit: ['put'],
      }),
    };
    const addressSteps = {
      emailCode: this.mailStep('address-email-code', portal, {
        operations: ['read', 'update'],
        accounts: ['read'],
        throttle: ['update'],
      }),
      tellFormer: this.mailStep('address-tell-former', portal, {
        operations: ['read'],
        files: ['read'],
        accounts: ['read'],
        links: ['put'],
        addressHealth: ['read'],
      }),
    };

    const lifeSteps = this.endOfLifeSteps(portal, people);
    const machines = {
      recovery: this.machine('recovery', (here) => recovery(here, recoverySteps), Duration.minutes(15)),
      // The notices of these three wait for the mail provider for hours.
      address: this.machine('address', (here) => address(here, addressSteps), Duration.hours(12)),
      activation: this.machine('activation', (here) => activation(here, passwordSteps), Duration.hours(12)),
      password: this.machine('password', (here) => password(here, passwordSteps), Duration.hours(12)),
      onboarding: this.machine('onboarding', (here) => onboarding(here, people), Duration.minutes(15)),
      provisioning: this.machine('provisioning', (here) => provisioning(here, drainSteps), Duration.days(14)),
      expiry: this.machine('expiry', (here) => expiry(here, lifeSteps), Duration.minutes(15)),
      intake: this.machine('intake', (here) => intake(here, feedSteps, people, bucket.bucketName), Duration.hours(6)),
    };
    // The Distributed Map asks for the whole bucket; it reads manifests.
    machines.intake.addToRolePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        actions: ['s3:GetObject'],
        notResources: objects('runs/*/manifest.jsonl'),
      }),
    );
    this.startIntakeOnExport(machines.intake, deadLetters);
    this.startProvisioningHourly(machines.provisioning, deadLetters);
    alarms(this, { machines, deadLetters, lostMailEvents: this.#mailEvents.deadLetters, portal: portal.api });
  }

  private step(name: string, props: StepProps): StepLambda {
    const { assets, settings, data } = this.#props;
    return new StepLambda(this, name, { assets, settings, data, ...props });
  }

  /** A step that reaches the directories: it alone reads their secrets, and it alone may be in their network (M-07). */
  private directoryStep(name: string, props: StepProps): StepLambda {
    const step = this.step(name, { ...props, network: this.#directoryNetwork });
    step.mayReach('DIRECTORY', this.#props.data.directorySecrets);
    return step;
  }

  /** Lets a step write passwords: it opens the vault, and is the identity that may write them. */
  private writingPasswords(step: StepLambda): StepLambda {
    const { data } = this.#props;
    step.mayReach('PASSWORD', data.passwordSecrets);
    step.mayUseVault('Decrypt', data);
    return step;
  }

  /** The steps of what is due for one account, for its own schedule and for the sweep of the night. */
  private endOfLifeSteps(portal: PortalStack, people: OnboardingSteps): EndOfLifeSteps {
    const onboardingArn = this.stateMachineArn(stateMachineNames.onboarding);
    const loadAccount = this.step('expiry-load-account', {
      tables: { accounts: ['read'], accountFiles: ['list'], files: ['read'] },
      environment: { ONBOARDING_ARN: onboardingArn },
    });
    loadAccount.may('states:StartExecution', onboardingArn);
    const telling = {
      accounts: ['read', 'update'],
      files: ['read'],
      persons: ['list'],
      addressHealth: ['read'],
    } as const;
    return {
      ...people,
      loadAccount,
      warn: this.mailStep('expiry-warn', portal, { ...telling, requests: ['read'], audit: ['put'] }),
      remind: this.mailStep('expiry-remind', portal, {
        accounts: ['read', 'update'],
        files: ['read'],
        addressHealth: ['read'],
        links: ['put'],
        audit: ['put'],
      }),
      adjust: this.step('expiry-adjust', {
        tables: { accounts: ['read', 'update'], counters: ['update'], pending: ['put'], audit: ['put'] },
      }),
      suspend: this.step('expiry-suspend', {
        tables: { accounts: ['read', 'update'], vault: ['delete'], pending: ['put'], audit: ['put'] },
      }),
      close: this.step('expiry-close', {
        tables: {
          accounts: ['read', 'update'],
          accountFiles: ['list'],
          files: ['read', 'check'],
          counters: ['update'],
          vault: ['delete'],
          pending: ['put'],
          audit: ['put'],
        },
      }),
      tellEnd: this.mailStep('expiry-tell-end', portal, { ...telling, accounts: ['read'] }),
      erase: this.step('expiry-erase', {
        tables: {
          accounts: ['read', 'update'],
          accountFiles: ['list', 'delete'],
          files: ['read', 'delete'],
          fileKeys: ['delete'],
          recoveryAddresses: ['list', 'delete'],
          addressHealth: ['delete'],
          requests: ['read', 'delete'],
          desks: ['list', 'delete'],
          slices: ['delete'],
          persons: ['delete'],
          audit: ['put'],
        },
      }),
    };
  }

  private drainStep(): StepLambda {
    const activationArn = this.stateMachineArn(stateMachineNames.activation);
    const passwordArn = this.stateMachineArn(stateMachineNames.password);
    const step = this.directoryStep('provisioning-drain', {
      timeout: drainTimeout,
      tables: {
        leases: ['read', 'update'],
        pending: ['list', 'delete'],
        files: ['read'],
        accounts: ['read', 'update'],
        vault: ['read'],
      },
      environment: { ACTIVATION_ARN: activationArn, PASSWORD_ARN: passwordArn },
    });
    step.may('states:StartExecution', activationArn, passwordArn);
    return this.writingPasswords(step);
  }

  private scheduleExpiryStep(deadLetters: Queue): StepLambda {
    const group = new CfnScheduleGroup(this, 'schedules', { name: 'Matricule' });
    const expiryArn = this.stateMachineArn(stateMachineNames.expiry);
    const role = new Role(this, 'schedule-role', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    role.addToPolicy(new PolicyStatement({ actions: ['states:StartExecution'], resources: [expiryArn] }));
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }));
    const step = this.step('onboarding-schedule-expiry', {
      tables: { accounts: ['read', 'update'], due: ['put', 'delete'] },
      environment: {
        SCHEDULE_GROUP: 'Matricule',
        EXPIRY_ARN: expiryArn,
        SCHEDULE_ROLE_ARN: role.roleArn,
        SCHEDULE_DEAD_LETTER_ARN: deadLetters.queueArn,
      },
    });
    step.node.addDependency(group);
    step.may(
      ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule'],
      // A schedule is named by an account's id, which is not known before: the wildcard ends at our own group.
      this.formatArn({ service: 'scheduler', resource: 'schedule', resourceName: 'Matricule/*' }),
    );
    step.may('iam:PassRole', role.roleArn);
    return step;
  }

  /** A step that mails people: once each, with links of its own making. */
  private mailStep(name: string, portal: PortalStack, tables: StepProps['tables']): StepLambda {
    const { data } = this.#props;
    const { configurationSet, configurationSetArn } = this.#mailEvents;
    const step = this.step(name, {
      tables: { mails: ['read', 'put', 'update'], ...tables },
      environment: {
        PUBLIC_URL: portal.publicUrl,
        LINK_KEY_SECRET: data.linkKey.secretName,
        MAIL_CONFIGURATION_SET: configurationSet.configurationSetName,
      },
    });
    step.mayRead(data.linkKey);
    step.may('ses:SendEmail', data.sender.emailIdentityArn, configurationSetArn);
    return step;
  }

  private machine(
    name: keyof typeof stateMachineNames,
    workflow: (scope: Construct) => IChainable,
    timeout: Duration,
  ): StateMachine {
    const { settings } = this.#props;
    // A construct of its own: the steps of two workflows may bear the same name.
    const scope = new Construct(this, stateMachineNames[name]);
    const machine = new StateMachine(scope, 'Machine', {
      stateMachineName: stateMachineNames[name],
      definitionBody: DefinitionBody.fromChainable(workflow(scope)),
      timeout,
      logs: {
        destination: new LogGroup(scope, 'Log', {
          logGroupName: `/aws/vendedlogs/states/${stateMachineNames[name]}`,
          retention: RetentionDays.THREE_MONTHS,
          removalPolicy: settings.disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
        }),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    });
    new CfnOutput(this, `${stateMachineNames[name].replace('Matricule-', '')}Arn`, { value: machine.stateMachineArn });
    return machine;
  }

  private startIntakeOnExport(machine: StateMachine, deadLetters: Queue): void {
    new Rule(this, 'ExportArrived', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: {
          bucket: { name: [this.#props.data.intakeBucket.bucketName] },
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

  private stateMachineArn(name: string): string {
    return this.formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: name,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}
