import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { provisionDirectory } from '../../../functions/onboarding/provision-directory.ts';
import { onboarding } from '../../../lib/workflows/onboarding.ts';
import { onboardingWorld } from '../../support/onboarding-world.ts';
import { ada } from '../../support/people.ts';
import { namedFunctions, renderAsl } from '../../support/render-asl.ts';
import { runWorkflow } from '../../support/run-workflow.ts';

const asl = renderAsl((scope) => onboarding(scope, namedFunctions(scope)));

describe('an account in a directory', () => {
  test('is verified only when the directory shows what it accepted (I-22)', async () => {
    const world = onboardingWorld();
    const stored = await world.handOver(ada);
    if (!('fileId' in stored)) throw new Error('a new file');
    const { uca } = world.servers;
    const read = uca.read.bind(uca);
    uca.read = async (login) => {
      const entry = await read(login);
      return entry && { ...entry, attributes: { ...entry.attributes, sn: ['Byron'] } };
    };
    await runWorkflow(asl, { operationId: ulid(), fileId: stored.fileId }, world.steps);
    expect(world.accounts()).toMatchObject([{ state: 'requested', directories: { uca: { status: 'pending' } } }]);
    uca.read = read;
    await provisionDirectory({ accountId: stored.accountId, directory: 'uca' }, world);
    expect(world.accounts()).toMatchObject([{ state: 'provisioned', directories: { uca: { status: 'verified' } } }]);
    expect(world.tables.rows('pending')).toEqual([]);
  });
});
