import { describe, expect, test } from 'vitest';
import { provisionDirectory } from '../../functions/onboarding/provision-directory.ts';
import { RetryableError } from '../../functions/step/errors.ts';
import { sliceOf } from '../../functions/account/slice.ts';
import { ada, chloe, marie } from '../support/people.ts';
import { reconcileWorld } from '../support/reconcile-world.ts';
import type { Step } from '../support/run-workflow.ts';

const broken: Step = () => Promise.reject(Object.assign(new Error('made to fail'), { name: 'StepError' }));

describe('reconcile', () => {
  test('finds nothing where everybody agrees, and takes the next slice the next night', async () => {
    const world = reconcileWorld();
    const { accountId } = await world.onboard(chloe);
    const { path, report } = await world.compare(accountId);
    expect(path.at(-1)).toBe('Reconciled');
    expect(report()).toMatchObject({ outcome: 'reconciled', counts: {}, findings: [], notCompared: [] });
    expect(report().compared.filter(({ slice }) => slice === sliceOf(accountId))).toEqual([
      { directory: 'uca', slice: sliceOf(accountId), accounts: 1, entries: 1 },
      { directory: 'isima-limos', slice: sliceOf(accountId), accounts: 1, entries: 1 },
    ]);
    expect(world.tables.rows('nights')).toEqual([{ night: 'reconcile', next: (report().night + 1) % 30 }]);
    expect(world.started).toEqual([]);
  });

  test('mends an entry that somebody changed by hand, with the provisioning’s own writing', async () => {
    const world = reconcileWorld();
    const { accountId, login } = await world.onboard(ada);
    await world.servers.uca.write({
      ...{ login, accountId, objectClasses: [], groups: ['limos'] },
      attributes: { pwdEndTime: [], sn: ['Byron'] },
    });
    const { path, report } = await world.compare(accountId);
    expect(path.at(-1)).toBe('Reconciled');
    expect(report().findings).toEqual([
      { finding: 'differs', directory: 'uca', accountId, login, attributes: ['sn', 'pwdEndTime', 'groups'] },
    ]);
    expect(world.started).toMatchObject([{ workflow: 'provisioning', input: { directory: 'uca' } }]);
    expect(world.pending().uca).toEqual([accountId]);
    await provisionDirectory({ accountId, directory: 'uca' }, world);
    expect(world.servers.uca.entries()[login]?.attributes['sn']).toEqual(['Lovelace']);
    expect((await world.compare(accountId)).report().findings).toEqual([]);
  });

  test('puts an entry back that was lost, and says that its password is gone', async () => {
    const world = reconcileWorld();
    const { accountId, login, credentialEpoch } = await world.onboard(ada);
    await world.change(accountId, { passwords: { uca: { status: 'verified', epoch: credentialEpoch } } });
    await world.servers.uca.remove(login, accountId);
    const { report } = await world.compare(accountId);
    expect(report().findings).toEqual([{ finding: 'missing', directory: 'uca', accountId, login }]);
    expect(world.accountOf(accountId)).toMatchObject({
      directories: { uca: { status: 'pending' } },
      passwords: { uca: { status: 'cleared', epoch: credentialEpoch } },
    });
    await provisionDirectory({ accountId, directory: 'uca' }, world);
    expect(world.servers.uca.entries()[login]?.accountId).toBe(accountId);
  });

  test('removes the entry of an account that is closed', async () => {
    const world = reconcileWorld();
    const { accountId, login } = await world.onboard(ada);
    await world.change(accountId, { state: 'closed', files: {} });
    await world.tables.write({ table: 'slices', delete: { slice: sliceOf(accountId), accountId } });
    const { report } = await world.compare(accountId);
    expect(report().findings).toEqual([{ finding: 'closed', directory: 'uca', accountId, login }]);
    await provisionDirectory({ accountId, directory: 'uca' }, world);
    expect(world.servers.uca.entries()[login]).toBeUndefined();
    expect((await world.compare(accountId)).report().findings).toEqual([]);
  });

  test('takes up work that nobody would have done', async () => {
    const world = reconcileWorld();
    const { accountId, login, revision } = await world.onboard(ada);
    await world.change(accountId, { directories: { uca: { status: 'pending', revision } } });
    expect((await world.compare(accountId)).report().findings).toEqual([
      { finding: 'work-lost', directory: 'uca', accountId, login },
    ]);
    expect(world.pending().uca).toEqual([accountId]);
    expect((await world.compare(accountId)).report().findings).toEqual([]);
  });

  test('puts an account back into its slice that was lost from it', async () => {
    const world = reconcileWorld();
    const { accountId } = await world.onboard(ada);
    const slice = sliceOf(accountId);
    await world.tables.write({ table: 'slices', delete: { slice, accountId } });
    expect((await world.compare(accountId)).report().counts).toEqual({ 'slice-lost': 1 });
    expect(world.tables.rows('slices')).toEqual([{ slice, accountId }]);
    expect(world.started).toEqual([]);
  });

  test('reports an entry of ours without an account, and touches it not', async () => {
    const world = reconcileWorld();
    const { accountId } = await world.onboard(ada);
    const nobody = `01K5M0Q7T8V9W0X1Y2Z3A4B5D${sliceOf(accountId)}`;
    await world.servers.uca.write(entryOf('graceold', nobody));
    const { path, report } = await world.compare(accountId);
    expect(path.at(-1)).toBe('Reconciled');
    expect(report().findings).toEqual([
      { finding: 'no-account', directory: 'uca', accountId: nobody, login: 'graceold' },
    ]);
    expect(world.servers.uca.entries()['graceold']).toBeDefined();
    expect(world.metrics.get('ReconcileUnsure')).toBe(1);
    expect(world.started).toEqual([]);
  });

  test('reports a second entry of an account, one where it should not be, and somebody else’s in its place', async () => {
    const world = reconcileWorld();
    const { accountId, login } = await world.onboard(ada);
    await world.servers.uca.remove(login, accountId);
    world.servers.uca.plantForeign(login);
    await world.servers.uca.write(entryOf('adaold', accountId));
    await world.servers['isima-limos'].write(entryOf(login, accountId));
    const { report } = await world.compare(accountId);
    expect(report().findings).toEqual([
      { finding: 'other-login', directory: 'uca', accountId, login: 'adaold' },
      { finding: 'foreign', directory: 'uca', accountId, login },
      { finding: 'not-expected', directory: 'isima-limos', accountId, login },
    ]);
    expect(world.pending()).toEqual({ uca: [], 'isima-limos': [] });
  });

  test('leaves alone what a directory refused, and what changes at this moment', async () => {
    const world = reconcileWorld();
    const { accountId, login, revision } = await world.onboard(ada);
    await world.servers.uca.remove(login, accountId);
    await world.change(accountId, { directories: { uca: { status: 'refused', reason: '19', revision } } });
    expect((await world.compare(accountId)).report().findings).toEqual([]);
    await world.change(accountId, { directories: { uca: { status: 'verified', revision } } });
    const read = world.servers.uca.read.bind(world.servers.uca);
    world.servers.uca.read = async (name) => {
      await world.change(accountId, { revision: revision + 1 });
      return read(name);
    };
    expect((await world.compare(accountId)).report().findings).toEqual([]);
    expect(world.pending().uca).toEqual([]);
  });

  test('leaves a directory that is away for the next night, and compares the other one (I-20)', async () => {
    const world = reconcileWorld();
    const { accountId, login } = await world.onboard(chloe);
    world.servers.uca.away();
    await world.servers['isima-limos'].remove(login, accountId);
    const { path, report, error } = await world.compare(accountId);
    expect(path.at(-1)).toBe('DirectoryAway');
    expect(error).toBeUndefined();
    expect(report()).toMatchObject({ outcome: 'directory-away', notCompared: ['uca'], counts: { missing: 1 } });
    expect(world.tables.rows('nights')).toEqual([{ night: 'reconcile', next: report().night }]);
    world.servers.uca.back();
    expect((await world.night()).path.at(-1)).toBe('Reconciled');
  });

  test('lets an account that breaks stop no other one, and names it', async () => {
    const world = reconcileWorld();
    const { accountId } = await world.onboard(ada);
    await world.tables.write({ table: 'files', delete: { fileId: world.accountOf(accountId).leadingFileId } });
    const { path, report } = await world.compare(accountId);
    expect(path.at(-1)).toBe('Reconciled');
    expect(report().findings).toEqual([{ finding: 'not-compared', directory: 'uca', accountId }]);
    expect(world.failed).toEqual([accountId]);
  });

  test('fails visibly when a directory cannot be compared for another reason, and comes back to it', async () => {
    const world = reconcileWorld();
    const { accountId } = await world.onboard(marie);
    const { path, report, error } = await world.compare(accountId, { CompareDirectory: broken });
    expect(path.at(-1)).toBe('NotReconciled');
    expect(error).toBeDefined();
    expect(report()).toMatchObject({ outcome: 'failed', notCompared: ['uca', 'isima-limos'] });
    expect(world.tables.rows('nights')).toEqual([{ night: 'reconcile', next: report().night }]);
  });

  test.each(['ChooseSlices', 'Report'])('fails visibly when %s breaks (J-06)', async (name) => {
    const world = reconcileWorld();
    const { path, error } = await world.night({ [name]: broken });
    expect(path.slice(-2)).toEqual([name, 'StepFailed']);
    expect(error).toBeDefined();
  });

  test.each(['ChooseSlices', 'CompareDirectory', 'Report'])('waits out tables that are away in %s', async (name) => {
    const world = reconcileWorld();
    const { accountId } = await world.onboard(ada);
    let calls = 0;
    const flaky: Step = (state) => {
      calls += 1;
      return calls === 1
        ? Promise.reject(new RetryableError('The tables are away'))
        : (world.steps[name] ?? broken)(state);
    };
    expect((await world.compare(accountId, { [name]: flaky })).path.at(-1)).toBe('Reconciled');
  });
});

function entryOf(login: string, accountId: string) {
  return { login, accountId, objectClasses: ['inetOrgPerson'], attributes: { sn: ['Old'] }, groups: [] };
}
