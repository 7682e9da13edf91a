import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { ConfigurationSet, EmailSendingEvent, EventDestination, SuppressionReasons } from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type StepLambda, stepTimeout } from './step-lambda.ts';

/** What AWS advises for a queue behind a function: a batch that is retried inside is not handed out a second time. */
const visibilityTimeout = Duration.seconds(6 * stepTimeout.toSeconds());

/** Ten tries of two minutes: tables that are away for a quarter of an hour lose no event. */
const tries = 10;

export interface MailEvents {
  /** What every mail is sent with; a name of AWS's making. */
  readonly configurationSet: ConfigurationSet;
  /** SES asks whether the sender may use it, as it asks of the identity. */
  readonly configurationSetArn: string;
  /** Events that could not be recorded, for an alarm. */
  readonly deadLetters: Queue;
}

/**
 * Has SES say which mails bounce or are complained of (G-05): configuration set → topic → queue → function. Opens and
 * clicks are not watched, since that rewrites the links (B-13).
 * @param recordMailEvents may read and put `addressHealth`.
 */
export function mailEvents(stack: Stack, { recordMailEvents }: { readonly recordMailEvents: StepLambda }): MailEvents {
  const scope = new Construct(stack, 'mail-events');
  const topic = new Topic(scope, 'Topic', { masterKey: topicKey(scope), enforceSSL: true });

  const configurationSet = new ConfigurationSet(scope, 'ConfigurationSet', {
    reputationMetrics: true,
    // What bounced for good or called us spam gets no more mail: it would count against every other mail (G-06).
    suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
  });
  configurationSet.addEventDestination('Events', {
    destination: EventDestination.snsTopic(topic),
    events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT],
  });

  const kept = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(14) };
  const deadLetters = new Queue(scope, 'dead-letters', kept);
  const queue = new Queue(scope, 'Queue', {
    ...kept,
    visibilityTimeout,
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: tries },
  });
  topic.addSubscription(new SqsSubscription(queue, { deadLetterQueue: deadLetters }));
  recordMailEvents.addEventSource(new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true }));

  new CfnOutput(stack, 'MailEventsTopic', { value: topic.topicArn });
  return {
    configurationSet,
    configurationSetArn: stack.formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: configurationSet.configurationSetName,
    }),
    deadLetters,
  };
}

/** The events hold addresses. The key that AWS keeps for topics is of no use: SES may not use it, and nobody can let it. */
function topicKey(scope: Construct): Key {
  const key = new Key(scope, 'Key', {
    description: 'Events of mail on their way through their topic',
    enableKeyRotation: true,
    // What it encrypted has long been delivered.
    removalPolicy: RemovalPolicy.DESTROY,
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('ses.amazonaws.com')],
      actions: ['kms:GenerateDataKey*', 'kms:Decrypt'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  return key;
}
