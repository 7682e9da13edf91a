import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { raisedAccount, restoreTables } from '../../local/restore-tables.ts';
import { anAccount } from '../support/an-account.ts';
import { runCommand } from '../support/run-command.ts';
import { awsAnswer, scriptedAws } from '../support/scripted-aws.ts';

/** `npm run restore -- …`, where nothing runs. */
const restore = (...args: string[]) => runCommand('restore', args, { endpoint: 'http://127.0.0.1:1' });

describe('L-07: a restore is refused', () => {
  it.each([
    ['nothing', []],
    ['no instant', ['yesterday']],
    ['no time zone', ['2026-09-02T08:30:00']],
    ['less than a second', ['2026-09-02T08:30:00.500Z']],
    ['two instants', ['2026-09-02T08:30:00Z', '2026-09-02T08:30:01Z']],
  ])('and told how it is typed when %s is asked for', async (_, args) => {
    const { code, err } = await restore(...args);
    expect(code).toBe(1);
    expect(err).toContain('npm run restore -- 2026-03-01T08:30:00Z');
  });

  it.each(['2026-09-02T10:30:00+02:00', 'start'])('where nothing runs: %s', async (asked) => {
    const { code, err } = await restore(asked);
    expect(code).toBe(1);
    expect(err).toContain('Nothing runs here');
  });

  /** @returns whether it was stopped, and what was asked of the tables. */
  async function refused(answer: ReturnType<typeof awsAnswer>, stop: () => Promise<void>) {
    const { settings, requests } = await scriptedAws(answer);
    let stopped = false;
    const restoring = restoreTables({
      dynamoDb: new DynamoDBClient(settings),
      nameOf: (table) => `Matricule-${table}`,
      ...{ to: new Date('2026-09-02T08:30:00Z'), all: true, say: () => undefined },
      stop: () => {
        stopped = true;
        return stop();
      },
    });
    const reason: unknown = await restoring.catch((error: unknown) => error);
    return { reason, requests, stopped: () => stopped };
  }

  it('before anything is stopped, when nothing can be restored to that second', async () => {
    const { reason, requests, stopped } = await refused(awsAnswer(400, 'InvalidRestoreTimeException'), () =>
      Promise.resolve(),
    );
    expect(reason).toMatchObject({ name: 'InvalidRestoreTimeException' });
    expect(requests).toHaveLength(1);
    expect(stopped()).toBe(false);
  });

  it('before a row is read or written, when not everything could be stopped', async () => {
    const { reason, requests } = await refused(awsAnswer(400, 'TableAlreadyExistsException'), () =>
      Promise.reject(new Error('One function runs')),
    );
    expect(reason).toMatchObject({ message: 'One function runs' });
    // Of the 25 tables all but six have a copy, and the vault is none of them.
    expect(requests).toHaveLength(19);
    for (const request of requests) expect(request).toHaveProperty('RestoreDateTime');
    expect(JSON.stringify(requests)).not.toContain('vault');
  });
});

describe('L-07: the epochs of a restored account', () => {
  const copied = anAccount({ credentialEpoch: 3, sessionEpoch: 2 });
  const epochs = (before?: Record<string, unknown>) => {
    const { credentialEpoch, sessionEpoch } = raisedAccount(copied, before);
    return [credentialEpoch, sessionEpoch];
  };

  it('are raised once above the copy, whatever has become of the account since', () => {
    expect(epochs()).toEqual([1003, 1002]);
    expect(epochs({ credentialEpoch: 5, sessionEpoch: 2 })).toEqual([1003, 1002]);
    expect(epochs({ credentialEpoch: 'no number' })).toEqual([1003, 1002]);
    expect(epochs(raisedAccount(copied))).toEqual([1003, 1002]);
  });

  it('are raised above those of a restore to a later second, which directories know', () => {
    const since = { credentialEpoch: 1006, sessionEpoch: 1002 };
    expect(epochs(since)).toEqual([2003, 1002]);
    expect(epochs(raisedAccount(copied, since))).toEqual([2003, 1002]);
  });
});
