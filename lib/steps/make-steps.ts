import { ArnFormat, CfnOutput, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, type IChainable, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { DataStack } from '../data-stack.ts';
import { directoryNetwork } from '../directory-network.ts';
import { mailEvents, type MailEvents } from '../mail-events.ts';
import type { MatriculeProps } from '../matricule.ts';
import { StepLambda, type StepLambdaProps } from '../step-lambda.ts';
import { stateMachineNames, type WorkflowName } from '../workflows/state-machine-names.ts';

type StepProps = Omit<StepLambdaProps, 'assets' | 'settings' | 'data'> & {
  /** The workflows that the step starts, each named by a variable such as `GUEST_ARN`. */
  readonly starts?: readonly WorkflowName[];
  /** Workflows that what the step is made of could start, and the step never does: named, and not granted. */
  readonly names?: readonly WorkflowName[];
};
export type StepTables = StepProps['tables'];

/** Makes the functions and machines of one stack, each with exactly what it may touch. */
export class StepMaker {
  readonly data: DataStack;
  readonly mailEvents: MailEvents;
  readonly #stack: Stack;
  readonly #props: MatriculeProps;
  readonly #publicUrl: string;
  readonly #network: StepLambdaProps['network'];

  constructor(stack: Stack, { data, publicUrl, ...props }: MatriculeProps & { data: DataStack; publicUrl: string }) {
    this.data = data;
    this.#stack = stack;
    this.#props = props;
    this.#publicUrl = publicUrl;
    this.#network = directoryNetwork(stack, props.settings);
    this.mailEvents = mailEvents(stack, {
      recordMailEvents: this.step('mail-events-record-mail-events', { tables: { addressHealth: ['read', 'put'] } }),
    });
  }

  step(name: string, { starts = [], names = [], environment, ...props }: StepProps): StepLambda {
    const { assets, settings } = this.#props;
    const variables = [...starts, ...names].map(
      (each) => [`${each.toUpperCase()}_ARN`, this.stateMachineArn(each)] as const,
    );
    const step = new StepLambda(this.#stack, name, {
      ...{ assets, settings, data: this.data, ...props },
      environment: { ...environment, ...Object.fromEntries(variables) },
    });
    if (starts.length > 0) step.may('states:StartExecution', ...starts.map((each) => this.stateMachineArn(each)));
    return step;
  }

  /** A step that reaches the directories: it alone reads their secrets, and it alone may be in their network (M-07). */
  directoryStep(name: string, props: StepProps): StepLambda {
    const step = this.step(name, { ...props, network: this.#network });
    step.mayReach('DIRECTORY', this.data.directorySecrets);
    return step;
  }

  /** A step that writes passwords: it opens the vault, and is the identity that may write them. */
  passwordStep(name: string, tables: StepTables): StepLambda {
    return this.writingPasswords(this.step(name, { tables, network: this.#network }));
  }

  writingPasswords(step: StepLambda): StepLambda {
    step.mayReach('PASSWORD', this.data.passwordSecrets);
    step.mayUseVault('Decrypt', this.data);
    return step;
  }

  /** A step that mails people: once each. One that makes links, or counts mails, reads the key under which both are kept. */
  mailStep(name: string, tables: StepTables): StepLambda {
    const { configurationSet, configurationSetArn } = this.mailEvents;
    const { linkKey, sender } = this.data;
    const step = this.step(name, {
      tables: { mails: ['read', 'put', 'update'], ...tables },
      environment: {
        PUBLIC_URL: this.#publicUrl,
        LINK_KEY_SECRET: linkKey.secretName,
        MAIL_CONFIGURATION_SET: configurationSet.configurationSetName,
      },
    });
    if (tables.links || tables.throttle) step.mayRead(linkKey);
    step.may('ses:SendEmail', sender.emailIdentityArn, configurationSetArn);
    return step;
  }

  /** A step that works on objects of the intake bucket: exports, and what is staged and reported of a run. */
  objectStep(
    name: string,
    props: StepProps,
    {
      reads = [],
      writes = [],
      lists = false,
    }: { reads?: readonly string[]; writes?: readonly string[]; lists?: boolean },
    make: 'step' | 'directoryStep' = 'step',
  ): StepLambda {
    const bucket = this.data.intakeBucket;
    const step = this[make](name, { ...props, environment: { INTAKE_BUCKET: bucket.bucketName } });
    if (reads.length > 0) step.may('s3:GetObject', ...reads.map((key) => bucket.arnForObjects(key)));
    if (writes.length > 0) step.may('s3:PutObject', ...writes.map((key) => bucket.arnForObjects(key)));
    // Without it S3 does not say that an object is not there.
    if (lists) step.may('s3:ListBucket', bucket.bucketArn);
    return step;
  }

  machine(name: WorkflowName, workflow: (scope: Construct) => IChainable, timeout: Duration): StateMachine {
    const { settings } = this.#props;
    const machineName = stateMachineNames[name];
    // A construct of its own: the steps of two workflows may bear the same name.
    const scope = new Construct(this.#stack, machineName);
    const machine = new StateMachine(scope, 'Machine', {
      stateMachineName: machineName,
      definitionBody: DefinitionBody.fromChainable(workflow(scope)),
      timeout,
      logs: {
        destination: new LogGroup(scope, 'Log', {
          logGroupName: `/aws/vendedlogs/states/${machineName}`,
          retention: RetentionDays.THREE_MONTHS,
          removalPolicy: settings.disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
        }),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    });
    new CfnOutput(this.#stack, `${machineName.replace('Matricule-', '')}Arn`, { value: machine.stateMachineArn });
    return machine;
  }

  stateMachineArn(name: WorkflowName): string {
    return this.#stack.formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: stateMachineNames[name],
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}
