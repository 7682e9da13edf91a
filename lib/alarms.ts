import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { metricNamespace } from '../functions/step/metric-names.ts';
import { directories } from '../functions/university/university.ts';
import type { WorkflowName } from './workflows/state-machine-names.ts';

/** SES reviews an account at 5 % of bounces and 0.1 % of complaints: the operator hears of 2 % and 0.05 % (G-06). */
const reputation = { 'Reputation.BounceRate': 0.02, 'Reputation.ComplaintRate': 0.0005 } as const;

/** A mistyped address now and then is the office’s to mend; ten in five minutes are a sender or an export gone wrong. */
const refusedMails = 10;

/** In five minutes. In the busiest hour of a university of 40,000, one in twenty mistypes a password, as one in twenty forgets theirs. */
const refusedSignIns = 170;

/** The works of the night, and for how many hours none may have begun: a day, and two for a rule that is late. */
const nightly = ['cleanup', 'reconcile'] as const;
const mostHoursBetween = 26;

const underANewName =
  'Start them again with the same input under a new name: what is done is not done again, and whoever was told is not told twice.';

const everyNight = `The night starts them again by itself, for 30 days. To have it done now: ${underANewName}`;

/** How what failed is started again, where it is not by the office or the form. */
const startedAgain: Readonly<Record<string, string>> = {
  provisioning: 'It starts again by itself within the hour: what is pending stays so until then.',
  activation: underANewName,
  password: underANewName,
  recovery: underANewName,
  address: underANewName,
  guest: everyNight,
  access: everyNight,
  expiry:
    'Start them again with the same input: what is done is not done again. The sweep of the night finds the account too.',
  cleanup:
    'If it came to a report, `npm run report -- cleanup` names the accounts that were left. The next night finds them again; to have it done today, start one with the input {}: what is done is not done again.',
  reconcile:
    'The next night takes the same people again; to have it done today, start one with the input {}: it only looks, and what it finds twice it repairs once.',
};

/** Alarms say what to do; the operator subscribes to one topic (M-10). */
export function alarms(
  scope: Construct,
  {
    machines,
    deadLetters,
    lostMailEvents,
    portal,
  }: {
    machines: Readonly<Record<WorkflowName, StateMachine>>;
    deadLetters: Queue;
    lostMailEvents: Queue;
    portal: HttpApi;
  },
): void {
  const operator = new Topic(scope, 'Operator', { enforceSSL: true });
  // A topic with a policy of its own has lost the default one, by which alarms were allowed.
  operator.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [operator.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  const alarm = (name: string, metric: Metric, whatToDo: string, threshold = 1): void => {
    new Alarm(scope, `${name}-alarm`, {
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: whatToDo,
    }).addAlarmAction(new SnsAction(operator));
  };
  const silent = (name: string, metric: Metric, hours: number, whatToDo: string): void => {
    new Alarm(scope, `${name}-alarm`, {
      metric,
      threshold: 1,
      evaluationPeriods: hours,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      // What counts nothing says nothing.
      treatMissingData: TreatMissingData.BREACHING,
      alarmDescription: whatToDo,
    }).addAlarmAction(new SnsAction(operator));
  };
  const counted = (metricName: string, dimensionsMap: Record<string, string> = {}): Metric =>
    new Metric({
      namespace: metricNamespace,
      metricName,
      dimensionsMap: { service: 'matricule', ...dimensionsMap },
      statistic: Stats.SUM,
      period: Duration.minutes(5),
    });

  for (const [name, machine] of Object.entries(machines)) {
    const whatToDo = `Open the failed executions of ${name}: the state before the end and the log of its function name the cause. ${startedAgain[name] ?? 'Start them again by handing the export over once more, or by the form.'}`;
    alarm(`${name}-failed`, machine.metricFailed(), whatToDo);
    alarm(`${name}-timed-out`, machine.metricTimedOut(), whatToDo);
  }
  for (const night of nightly) {
    silent(
      `${night}-not-begun`,
      // Of begun ones: a night that takes long, or fails, has begun a day after the last one all the same.
      machines[night].metricStarted({ statistic: Stats.SUM, period: Duration.hours(1) }),
      mostHoursBetween,
      `No ${night} has begun for ${mostHoursBetween} hours, though every night begins one: check that its rule is enabled, and read the dead-letter queue for its event. Start one with the input {}: it does what the nights before have left. (Until the first night of a new installation this is so.)`,
    );
  }
  alarm(
    'ends-held',
    counted('CleanupHeld'),
    'More accounts of a population come to their end in one night than its share, so nothing happens to them: `npm run report -- cleanup` says how many. Have somebody of the CRI check on the CRI’s page that it is no mistake of an export, and confirm it there, or the office put the files right. The alarm goes off every night until then.',
  );
  alarm(
    'cleanup-left',
    counted('CleanupLeft'),
    'What was due for some accounts still is after the night: `npm run report -- cleanup` names them and says where each one stopped, and the log of that step names the cause. Mend it; the next night tries them again.',
  );
  alarm(
    'schedules-missed',
    counted('MissedSchedules'),
    'Accounts came to their end by the sweep, though a schedule of their own should have ended them before: `npm run report -- cleanup` names them. Read the dead-letter queue, the failed executions of expiry and the log of onboarding-schedule-expiry for why. Nobody could use these accounts meanwhile.',
  );
  alarm(
    'dead-letters',
    deadLetters.metricApproximateNumberOfMessagesVisible(),
    'An event or a schedule could not start its workflow: read the messages of the queue, mend the cause, redrive. A message of request-restart-requests has no need of it: its log names the cause, and the next night does it all.',
  );
  alarm(
    'mail-events-lost',
    lostMailEvents.metricApproximateNumberOfMessagesVisible(),
    'A bounce or a complaint could not be recorded: the log of mail-events-record-mail-events names the cause. Mend it, then redrive the queue.',
  );
  alarm(
    'portal-failing',
    portal.metricServerError({ statistic: Stats.SUM, period: Duration.minutes(5) }),
    'The portal shows people its error page: the logs of portal-portal, portal-password-checks and portal-desk name the cause by request: read them. Tables, the limiter or the workflows may be away.',
    5,
  );
  for (const directory of directories) {
    alarm(
      `${directory}-away`,
      counted('DirectoryAway', { directory }),
      `The directory ${directory} has not answered, or has refused every write, for a day: check its network, certificate, secret, and whether it is read-only. What is pending is written when it is back.`,
    );
    alarm(
      `${directory}-work-broken`,
      counted('DirectoryWorkBroken', { directory }),
      `An account cannot be written into ${directory} though it answers: the log of onboarding-provision-directory or of provisioning-drain names the error and the account. It is tried again until it is mended.`,
    );
    alarm(
      `${directory}-unsure`,
      counted('ReconcileUnsure', { directory }),
      `The comparison of the night found something in ${directory} that nobody may mend by itself, such as an entry without an account: \`npm run report -- reconcile\` names the entries. Somebody who runs the directory checks each one. It is told again when the same people are compared, in 30 nights.`,
    );
  }
  alarm(
    'mail-refused',
    counted('MailRefused'),
    'SES refuses mail for good: the office’s report names the rows. Check the sender identity and the addresses handed over.',
    refusedMails,
  );
  alarm(
    'recovery-flood',
    counted('RecoveryFlood'),
    'Far more links are asked for than people forget their password: read the client addresses in the API’s metrics and logs, and stop the flood in front of the API. Each address still gets one request an hour, and links that are live stay so.',
  );
  alarm(
    'claim-flood',
    counted('ClaimFlood'),
    'The form of the first time is sent far more often than people come: read the client addresses in the API’s metrics and logs, and stop the flood in front of the API. It lets nobody in. Each address still gets one request an hour, and whoever holds a link needs none.',
  );
  alarm(
    'sign-ins-refused',
    counted('SignInRefused'),
    'Far more passwords are refused than people mistype, so that somebody may be trying one for each of many names: read the client addresses in the API’s metrics and logs, and stop them in front of the API. Each name and each address has its own limit all the same.',
    refusedSignIns,
  );
  for (const [metricName, threshold] of Object.entries(reputation)) {
    alarm(
      metricName,
      new Metric({ namespace: 'AWS/SES', metricName, statistic: Stats.MAXIMUM, period: Duration.hours(1) }),
      'SES is about to review this account: stop the intake in progress and check the addresses that the office handed over.',
      threshold,
    );
  }
}
