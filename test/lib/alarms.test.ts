import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { emfMetric } from '../../functions/step/count-metric.ts';
import { directories } from '../../functions/university/university.ts';
import { stateMachineNames } from '../../lib/workflows/state-machine-names.ts';
import { list, synthesize } from '../support/synthesize.ts';

const { ofType } = synthesize();

interface Alarm {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { Name: string; Value: string }[];
  readonly Statistic: string;
  readonly Period: number;
  readonly EvaluationPeriods: number;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData: string;
  readonly AlarmDescription: string;
  readonly AlarmActions: readonly string[];
}
const all = ofType('AWS::CloudWatch::Alarm').map(({ properties }) => properties as unknown as Alarm);
/** Those of something that happens, and those of something that does not. */
const alarms = all.filter(({ ComparisonOperator }) => ComparisonOperator !== 'LessThanThreshold');
const ofSilence = all.filter((alarm) => !alarms.includes(alarm));
const watching = (namespace: string, metric: string, dimensions: Record<string, string> = {}) =>
  alarms.filter(
    ({ Namespace, MetricName, Dimensions = [] }) =>
      Namespace === namespace &&
      MetricName === metric &&
      Object.entries(dimensions).every(([name, value]) =>
        Dimensions.some((one) => one.Name === name && one.Value === value),
      ),
  );

describe('M-10 an alarm', () => {
  test.each(Object.values(stateMachineNames))('goes off when an execution of %s fails or never ends', (name) => {
    const StateMachineArn = `arn:aws:states:eu-west-3:123456789012:stateMachine:${name}`;
    for (const metric of ['ExecutionsFailed', 'ExecutionsTimedOut']) {
      expect(watching('AWS/States', metric, { StateMachineArn })).toMatchObject([{ Statistic: 'Sum', Threshold: 1 }]);
    }
  });

  test('of a drain that failed says that it starts again by itself, as the hourly rules see to', () => {
    const StateMachineArn = 'arn:aws:states:eu-west-3:123456789012:stateMachine:Matricule-Provisioning';
    const [alarm] = watching('AWS/States', 'ExecutionsFailed', { StateMachineArn });
    expect(alarm?.AlarmDescription).toContain('again by itself within the hour');
    const hourly = ofType('AWS::Events::Rule').filter(
      ({ properties }) => properties['ScheduleExpression'] === 'rate(1 hour)',
    );
    expect(hourly).toHaveLength(directories.length);
  });

  test.each(['Activation', 'Password', 'Recovery', 'Address', 'Guest', 'Access'])(
    'of %s says how its notices are started again',
    (name) => {
      const StateMachineArn = `arn:aws:states:eu-west-3:123456789012:stateMachine:Matricule-${name}`;
      const [alarm] = watching('AWS/States', 'ExecutionsFailed', { StateMachineArn });
      expect(alarm?.AlarmDescription).toContain('the same input under a new name');
    },
  );

  test.each(['Cleanup', 'Reconcile'])(
    'of %s says that the next night goes on, and how to have it done today',
    (name) => {
      const StateMachineArn = `arn:aws:states:eu-west-3:123456789012:stateMachine:Matricule-${name}`;
      const [alarm] = watching('AWS/States', 'ExecutionsFailed', { StateMachineArn });
      expect(alarm?.AlarmDescription).toMatch(/The next night .* start one with the input \{\}/);
    },
  );

  test('K-03 and I-20 goes off when no cleanup or no comparison has begun for a day and two hours', () => {
    expect(ofSilence).toMatchObject(
      ['Cleanup', 'Reconcile'].map((name) => ({
        Namespace: 'AWS/States',
        // A night that fails, or takes hours, has begun: other alarms see it.
        MetricName: 'ExecutionsStarted',
        Dimensions: [
          {
            Name: 'StateMachineArn',
            Value: `arn:aws:states:eu-west-3:123456789012:stateMachine:Matricule-${name}`,
          },
        ],
        ...{ Statistic: 'Sum', Threshold: 1, Period: 3600, EvaluationPeriods: 26, TreatMissingData: 'breaching' },
      })),
    );
  });

  test('goes off at the first message of the dead-letter queue (K-04)', () => {
    const QueueName = '<dead-letters.QueueName>';
    expect(watching('AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName })).toMatchObject([
      { Statistic: 'Maximum', Threshold: 1 },
    ]);
  });

  test('goes off when the portal answers with its error page, as it does while the limiter is away', () => {
    expect(watching('AWS/ApiGateway', '5xx', { ApiId: '<Portal>' })).toMatchObject([
      { Statistic: 'Sum', Threshold: 5 },
    ]);
  });

  test('G-06 goes off at 2 % of bounces and 0.05 % of complaints, before SES reviews the account', () => {
    expect(watching('AWS/SES', 'Reputation.BounceRate')).toMatchObject([{ Statistic: 'Maximum', Threshold: 0.02 }]);
    expect(watching('AWS/SES', 'Reputation.ComplaintRate')).toMatchObject([
      { Statistic: 'Maximum', Threshold: 0.0005 },
    ]);
  });

  test('says what to do, tells the operator, and is quiet while nothing happens', () => {
    expect(ofType('AWS::SNS::Topic').map(({ name }) => name)).toContain('Operator');
    for (const { AlarmDescription, AlarmActions } of all) {
      expect(AlarmDescription).toMatch(/\b(read|open|check|stop|start|mend|names)\b/i);
      expect(AlarmDescription.length).toBeGreaterThan(60);
      expect(AlarmActions).toEqual(['<Operator>']);
    }
    for (const { TreatMissingData, ComparisonOperator } of alarms) {
      expect(TreatMissingData).toBe('notBreaching');
      expect(ComparisonOperator).toBe('GreaterThanOrEqualToThreshold');
    }
  });

  test('is let through to the operator, over TLS only', () => {
    const policy = ofType('AWS::SNS::TopicPolicy')
      .map(({ properties }) => (properties['PolicyDocument'] as { Statement: Record<string, unknown>[] }).Statement)
      .find((statements) => statements.some(({ Resource }) => Resource === '<Operator>'));
    const [allowed, ...others] = policy?.filter(({ Effect }) => Effect === 'Allow') ?? [];
    expect(others).toEqual([]);
    expect(allowed).toMatchObject({
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: '<Operator>',
      Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
    });
    expect(JSON.stringify(policy)).toContain('"aws:SecureTransport":"false"');
  });
});

describe('M-10 what functions count', () => {
  beforeEach(() => {
    // To the console that a test can watch; which by itself would also stop counting.
    vi.stubEnv('POWERTOOLS_DEV', 'true');
    vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  /** The one metric of a line in CloudWatch's embedded format, with exactly its dimensions. */
  function counted(count: (metric: ReturnType<typeof emfMetric>) => void) {
    const log = vi.spyOn(console, 'log').mockReturnValue();
    count(emfMetric());
    const line = JSON.parse(String(log.mock.calls[0]?.[0])) as Record<string, unknown> & {
      _aws: { CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[] };
    };
    const [{ Namespace, Dimensions, Metrics } = { Namespace: '', Dimensions: [], Metrics: [] }] =
      line._aws.CloudWatchMetrics;
    return {
      Namespace,
      MetricName: Metrics.map(({ Name }) => Name).join(),
      Dimensions: list(Dimensions.flat()).map((Name) => ({ Name, Value: line[Name] })),
    };
  }

  test.each(directories)('goes off once %s has been away for a day', (directory) => {
    const { Namespace, MetricName, Dimensions } = counted((count) => count('DirectoryAway', { directory }));
    const [alarm, ...others] = watching(Namespace, MetricName, { directory });
    expect(others).toEqual([]);
    expect(alarm?.Dimensions?.toSorted(byName)).toEqual(Dimensions.toSorted(byName));
    expect(alarm).toMatchObject({ Statistic: 'Sum', Threshold: 1 });
  });

  test.each(directories)('goes off when an account cannot be written into %s though it answers', (directory) => {
    const { Namespace, MetricName } = counted((count) => count('DirectoryWorkBroken', { directory }));
    expect(watching(Namespace, MetricName, { directory })).toMatchObject([{ Statistic: 'Sum', Threshold: 1 }]);
  });

  test.each(directories)('goes off when the comparison finds in %s what nobody may mend by itself', (directory) => {
    const { Namespace, MetricName, Dimensions } = counted((count) => count('ReconcileUnsure', { directory }, 2));
    const [alarm, ...others] = watching(Namespace, MetricName, { directory });
    expect(others).toEqual([]);
    expect(alarm?.Dimensions?.toSorted(byName)).toEqual(Dimensions.toSorted(byName));
    expect(alarm).toMatchObject({ Statistic: 'Sum', Threshold: 1 });
  });

  test.each([
    ['CleanupHeld', 'more end in a night than a person would expect', 'confirm it there'],
    ['CleanupLeft', 'what was due still is after the night', 'npm run report -- cleanup'],
    ['MissedSchedules', 'the sweep ends what a schedule should have ended (K-03)', 'dead-letter queue'],
  ] as const)('%s goes off when %s', (name, _, whatToDo) => {
    const { Namespace, MetricName, Dimensions } = counted((count) => count(name, {}, 3));
    const [alarm, ...others] = watching(Namespace, MetricName);
    expect(others).toEqual([]);
    expect(alarm?.Dimensions).toEqual(Dimensions);
    expect(alarm).toMatchObject({ Statistic: 'Sum', Threshold: 1 });
    expect(alarm?.AlarmDescription).toContain(whatToDo);
  });

  test('goes off when SES refuses many mails', () => {
    const { Namespace, MetricName, Dimensions } = counted((count) => count('MailRefused'));
    const [alarm, ...others] = watching(Namespace, MetricName);
    expect(others).toEqual([]);
    expect(alarm?.Dimensions).toEqual(Dimensions);
    expect(alarm).toMatchObject({ Statistic: 'Sum', Threshold: 10 });
  });

  test('D-10 goes off when far more links are asked for than people forget their password', () => {
    const { Namespace, MetricName, Dimensions } = counted((count) => count('RecoveryFlood'));
    const [alarm, ...others] = watching(Namespace, MetricName);
    expect(others).toEqual([]);
    expect(alarm?.Dimensions).toEqual(Dimensions);
    expect(alarm).toMatchObject({ Statistic: 'Sum', Threshold: 1 });
  });

  test.each([
    ['ClaimFlood', 1],
    ['SignInRefused', 170],
  ] as const)('D-04 %s goes off at %i in five minutes', (name, threshold) => {
    const { Namespace, MetricName, Dimensions } = counted((count) => count(name));
    const [alarm, ...others] = watching(Namespace, MetricName);
    expect(others).toEqual([]);
    expect(alarm?.Dimensions).toEqual(Dimensions);
    expect(alarm).toMatchObject({ Statistic: 'Sum', Threshold: threshold, Period: 300 });
  });

  const byName = (one: { Name: string }, other: { Name: string }): number => one.Name.localeCompare(other.Name);
});
