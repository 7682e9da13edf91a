import { setTimeout } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ldapDirectory } from '../../functions/directory/ldap-directory.ts';
import { ldapPasswordDirectory } from '../../functions/directory/ldap-password-directory.ts';
import { RetryableError } from '../../functions/step/errors.ts';
import { university } from '../../functions/university/uca.ts';
import { directories } from '../../functions/university/university.ts';
import { reachingDirectories } from '../support/reaching-directories.ts';
import { synthesize } from '../support/synthesize.ts';

const { ofType, functions, statementsOf } = synthesize();
const timeout = (properties: Record<string, unknown>) => Number(properties['Timeout']);

describe('J-07 a directory that never answers', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test.each(reachingDirectories)('is given up long before %s is stopped', async (name) => {
    const silent = () => new Promise<never>(() => undefined);
    const given = Promise.all(
      [ldapDirectory(silent).probe(), ldapPasswordDirectory(silent).bind('adalovel', 'A-Password-1')].map((call) =>
        call.then(
          () => 'answered',
          (error: unknown) => error,
        ),
      ),
    );
    // A page asks twice in a row at most; a step writes an entry and reads it back, with a password on either side.
    const inARow = name.startsWith('portal-') ? 2 : 4;
    await vi.advanceTimersByTimeAsync((timeout(functions.get(name)?.properties ?? {}) * 1000) / inARow);
    vi.useRealTimers();
    const [entry, password] = await Promise.race([given, setTimeout(100, ['waits', 'waits'])]);
    expect([entry, password]).toEqual([expect.any(RetryableError), expect.any(RetryableError)]);
  });
});

describe('J-07 the portal', () => {
  test('ends before the 30 seconds after which an HTTP API gives up (M-02)', () => {
    for (const name of ['portal-portal', 'portal-password-checks', 'portal-desk'])
      expect(timeout(functions.get(name)?.properties ?? {})).toBeLessThan(29);
    for (const { properties } of ofType('AWS::ApiGatewayV2::Integration')) {
      expect(properties['TimeoutInMillis'] ?? 30_000).toBe(30_000);
    }
  });
});

describe('J-10 what nobody waits for', () => {
  test('is no function but one: state machines, the API and the queue of the events of mail wait for the answer', () => {
    expect(ofType('AWS::Lambda::EventSourceMapping').map(({ properties }) => properties)).toMatchObject([
      { FunctionName: '<mail-events-record-mail-events>', FunctionResponseTypes: ['ReportBatchItemFailures'] },
    ]);
    const calling = ofType('AWS::Lambda::Permission').filter(
      ({ properties }) => properties['Principal'] !== 'apigateway.amazonaws.com',
    );
    expect(calling.map(({ properties: { Principal, FunctionName } }) => [Principal, FunctionName])).toEqual([
      ['events.amazonaws.com', '<request-restart-requests.Arn>'],
    ]);
  });

  test('is the restart of requests: what the rule cannot call, and what fails three times, comes to the dead-letter queue', () => {
    const [rule] = ofType('AWS::Events::Rule').filter(({ name }) => name === 'Nightly-requests');
    expect(rule?.properties).toMatchObject({
      State: 'ENABLED',
      Targets: [{ Arn: '<request-restart-requests.Arn>', DeadLetterConfig: { Arn: '<dead-letters.Arn>' } }],
    });
    expect(ofType('AWS::Lambda::EventInvokeConfig').map(({ properties }) => properties)).toMatchObject([
      {
        FunctionName: '<request-restart-requests>',
        MaximumRetryAttempts: 2,
        DestinationConfig: { OnFailure: { Destination: '<dead-letters.Arn>' } },
      },
    ]);
  });

  test('is an export that arrives: what cannot start the intake comes to the dead-letter queue', () => {
    const targets = ofType('AWS::Events::Rule').flatMap(({ properties }) =>
      'EventPattern' in properties ? (properties['Targets'] as object[]) : [],
    );
    expect(targets).toHaveLength(1);
    expect(targets).toMatchObject([
      {
        Arn: 'arn:aws:states:eu-west-3:123456789012:stateMachine:Matricule-Intake',
        // No template, in which a key with a quote or a backslash would be no JSON any more.
        InputPath: '$.detail.object',
        DeadLetterConfig: { Arn: '<dead-letters.Arn>' },
      },
    ]);
    expect(JSON.stringify(ofType('AWS::SQS::QueuePolicy'))).toContain('events.amazonaws.com');
  });

  test('is what a drain that failed has left pending: every hour each directory is caught up', () => {
    const hourly = ofType('AWS::Events::Rule').filter(({ name }) => name.startsWith('Hourly-'));
    expect(
      hourly.map(({ properties: { ScheduleExpression, State, Targets } }) => ({ ScheduleExpression, State, Targets })),
    ).toMatchObject(
      directories.map((directory) => ({
        ScheduleExpression: 'rate(1 hour)',
        State: 'ENABLED',
        Targets: [
          {
            Arn: 'arn:aws:states:eu-west-3:123456789012:stateMachine:Matricule-Provisioning',
            Input: JSON.stringify({ directory }),
            DeadLetterConfig: { Arn: '<dead-letters.Arn>' },
          },
        ],
      })),
    );
  });

  const nightly = ofType('AWS::Events::Rule').filter(({ name }) => name.startsWith('Nightly-'));

  test('K-03 is the work of a night: each is started once, and what cannot start comes to the dead-letter queue', () => {
    const machinesOfNight = nightly.filter(({ name }) => name !== 'Nightly-requests');
    expect(machinesOfNight.map(({ properties: { State, Targets } }) => ({ State, Targets }))).toMatchObject(
      ['Cleanup', 'Reconcile'].map((name) => ({
        State: 'ENABLED',
        Targets: [
          {
            Arn: `arn:aws:states:eu-west-3:123456789012:stateMachine:Matricule-${name}`,
            Input: '{}',
            DeadLetterConfig: { Arn: '<dead-letters.Arn>' },
          },
        ],
      })),
    );
    const scheduled = ofType('AWS::Events::Rule').filter(({ properties }) => 'ScheduleExpression' in properties);
    expect(scheduled).toHaveLength(directories.length + nightly.length);
  });

  test.each(nightly)(
    'K-03 is begun after the university’s midnight and before its working day, summer and winter: $name',
    ({ properties }) => {
      const [, minute = '', hour = ''] =
        /^cron\((\d+) (\d+) \* \* \? \*\)$/.exec(String(properties['ScheduleExpression'])) ?? [];
      for (const day of ['2026-01-15', '2026-07-15']) {
        const begun = Temporal.Instant.from(`${day}T${hour.padStart(2, '0')}:${minute.padStart(2, '0')}:00Z`);
        const there = begun.toZonedDateTimeISO(university.timeZone);
        expect(there.toPlainDate().toString()).toBe(day);
        expect(there.hour).toBeGreaterThanOrEqual(1);
        expect(there.hour).toBeLessThan(7);
      }
    },
  );

  test('K-04 is a schedule: what cannot start its workflow comes to the same queue, by the role it starts with', () => {
    const step = functions.get('onboarding-schedule-expiry');
    expect(step?.properties['Environment']).toMatchObject({
      Variables: { SCHEDULE_ROLE_ARN: '<schedule-role.Arn>', SCHEDULE_DEAD_LETTER_ARN: '<dead-letters.Arn>' },
    });
    const role = ofType('AWS::IAM::Role').find(({ name }) => name === 'schedule-role');
    expect(role && statementsOf(role).map(({ actions, resources }) => [...actions, ...resources])).toEqual([
      ['states:StartExecution', 'arn:aws:states:eu-west-3:123456789012:stateMachine:Matricule-Expiry'],
      ['sqs:SendMessage', '<dead-letters.Arn>'],
    ]);
  });

  test('waits in the queue for as long as one can redrive, encrypted and over TLS only', () => {
    const queues = ofType('AWS::SQS::Queue').map(({ name, properties }) => ({ name, ...properties }));
    const kept = { MessageRetentionPeriod: 14 * 86_400, SqsManagedSseEnabled: true };
    for (const name of ['dead-letters', 'mail-events/dead-letters'])
      expect(queues.find((queue) => queue.name === name)).toEqual({ name, ...kept });
    expect(queues).toHaveLength(3);
    expect(queues.find(({ name }) => name === 'mail-events/Queue')).toMatchObject({
      ...kept,
      RedrivePolicy: { deadLetterTargetArn: '<mail-events/dead-letters.Arn>' },
    });
    expect(JSON.stringify(ofType('AWS::SQS::QueuePolicy'))).toContain('"aws:SecureTransport":"false"');
  });
});
