import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { progressOf } from '../../../../functions/portal/link/progress.ts';
import { getFile } from '../../../../functions/file/file-repository.ts';
import { findAccount } from '../../../../functions/account/account-repository.ts';
import type { Account } from '../../../../functions/account/account.ts';
import type { FileRecord } from '../../../../functions/file/file.ts';
import { university } from '../../../../functions/university/uca.ts';
import { ada } from '../../../support/people.ts';
import { portalWorld } from '../../../support/portal-world.ts';

async function progress(file: Partial<FileRecord>, account?: Partial<Account>, activates = false) {
  const { tables, person } = portalWorld();
  const { fileId, accountId } = await person(ada, { file, ...(account && { account }) });
  const stored = await getFile(fileId, tables);
  if (!stored) throw new Error('The file was stored');
  return progressOf(stored, await findAccount(accountId, tables), {
    mailedAt: '2026-09-14T22:30:00Z',
    activates,
    university,
    now: Temporal.Instant.from('2026-09-15T08:00:00Z'),
  });
}
const verified = { status: 'verified', revision: 1 } as const;
const onboarded = { outcome: 'Onboarded', outcomeVersion: 1 } as const;

describe('how far an account has come', () => {
  test('a file that lacks something waits for the person and the office, and nothing runs', async () => {
    expect(await progress({ missing: ['payment'] })).toMatchObject({
      file: { state: 'incomplete', missing: ['payment'] },
      steps: { login: 'later', directories: 'later', mail: 'done' },
      running: false,
    });
  });

  test('a complete file without an account is being worked on', async () => {
    expect(await progress({})).toMatchObject({
      file: { state: 'complete' },
      steps: { login: 'now', directories: 'later', mail: 'later' },
      running: true,
    });
  });

  test('a login comes before the directories', async () => {
    expect(await progress({}, { directories: {} })).toMatchObject({
      account: { login: 'adalovel' },
      steps: { login: 'done', directories: 'now', mail: 'later' },
      running: true,
    });
  });

  test.each([
    ['pending', 'pending', 'now', true],
    ['verified', 'verified', 'done', false],
    ['refused', 'refused', 'stopped', false],
  ] as const)('a directory that is %s shows the light %s', async (status, light, mark, running) => {
    expect(
      await progress(onboarded, { directories: { uca: verified, 'isima-limos': { status, revision: 1 } } }),
    ).toMatchObject({
      directories: [
        { directory: 'uca', light: 'verified' },
        { directory: 'isima-limos', light },
      ],
      steps: { login: 'done', directories: mark, mail: 'done' },
      running,
    });
  });

  test('the last mail leaves after the directories', async () => {
    expect(await progress({}, { directories: { uca: verified } })).toMatchObject({
      steps: { directories: 'done', mail: 'later' },
      running: true,
    });
  });

  test('a rejected file says why until the office hands over another version of it', async () => {
    const rejected = { outcome: 'FileRejected', rejection: 'already-ended' } as const;
    expect(await progress({ ...rejected, outcomeVersion: 1 })).toMatchObject({
      file: { state: 'rejected', rejection: 'already-ended' },
      running: false,
    });
    expect(await progress({ ...rejected, outcomeVersion: 1, version: 2 })).toMatchObject({
      file: { state: 'complete' },
      running: true,
    });
  });

  test('a step that broke is said, and nothing pretends to run', async () => {
    expect(await progress({ outcome: 'StepFailed', outcomeVersion: 1 })).toMatchObject({
      broken: true,
      steps: { login: 'stopped', mail: 'stopped' },
      running: false,
    });
    expect(await progress({ outcome: 'StepFailed', outcomeVersion: 1, version: 2 })).toMatchObject({ broken: false });
  });

  test.each([
    [undefined, false, 'wait'],
    [{ state: 'requested' }, true, 'wait'],
    [{ state: 'provisioned' }, true, 'activate'],
    [{ state: 'provisioned' }, false, 'activation-link'],
    [{ state: 'active' }, false, 'sign-in'],
    [{ state: 'grace' }, false, 'sign-in'],
    [{ state: 'suspended' }, true, 'suspended'],
    [{ state: 'closed' }, true, 'closed'],
    [{ state: 'provisioned', lastDay: '2026-09-14' }, true, 'ended'],
    [{ state: 'active', lock: { reason: 'cri', at: '2026-09-15T08:00:00Z' } }, false, 'locked'],
    [{ state: 'suspended', lock: { reason: 'cri', at: '2026-09-15T08:00:00Z' } }, true, 'locked'],
  ] as const)('A-03, A-04: an account that is %j, behind a link that activates: %s, says %s', async (...row) => {
    const [account, activates, next] = row;
    expect(await progress(onboarded, account, activates)).toMatchObject({ next });
  });

  test('days are those of the university', async () => {
    expect(await progress({ handedOverAt: '2026-08-31T22:00:00Z' })).toMatchObject({
      receivedOn: '2026-09-01',
      mailedOn: '2026-09-15',
    });
  });

  test('shows nothing of the file but its office, and of the account what the person needs', async () => {
    const shown = JSON.stringify(await progress(onboarded, { directories: { uca: verified } }));
    for (const hidden of [ada.personalEmail, ada.birthDate, ada.fileNumber, ada.opiNumber, ada.lastName]) {
      expect(shown).not.toContain(hidden);
    }
  });
});
