import { ulid } from 'ulid';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import type { Account } from '../../functions/account/account.ts';
import { getAccount } from '../../functions/account/account-repository.ts';
import type { HandedOver } from '../../functions/file/file.ts';
import { expiry } from '../../lib/workflows/expiry.ts';
import { onboarding } from '../../lib/workflows/onboarding.ts';
import { expirySteps } from './expiry-steps.ts';
import { goodPassword } from './link-world.ts';
import { passwordWorld } from './password-world.ts';
import { grace } from './people.ts';
import { namedFunctions, renderAsl } from './render-asl.ts';
import { type Run, runWorkflow, type Step } from './run-workflow.ts';

const dueRow = z.object({ day: z.string(), accountId: z.string() });

const expiryAsl = renderAsl((scope) => expiry(scope, namedFunctions(scope)));
const onboardingAsl = renderAsl((scope) => onboarding(scope, namedFunctions(scope)));

/** People whose dates come, over fakes, at a time that the test decides. */
export function expiryWorld({ at = '2026-11-05T08:00:00Z' }: { at?: string } = {}) {
  const world = passwordWorld({ at });
  const deps = { ...world, start: { ...world.start, provisioning: world.startProvisioning } };
  const steps = expirySteps({ ...world, hmacKey: () => Promise.resolve(world.hmacKey) });

  /** Hands a row over and onboards it, as an export does. */
  async function onboard(row: HandedOver): Promise<{ fileId: string; accountId: string }> {
    const stored = await world.handOver(row);
    if (!('fileId' in stored)) throw new Error('not the same person');
    await runWorkflow(onboardingAsl, { operationId: ulid(), fileId: stored.fileId }, world.onboarding);
    return stored;
  }

  return {
    ...deps,
    onboard,
    /** Runs the onboarding of a file again. */
    reonboard: (fileId: string): Promise<Run> =>
      runWorkflow(onboardingAsl, { operationId: ulid(), fileId }, world.onboarding),
    expirySteps: steps,
    /** Grace, a visitor until 31 January 2027, or somebody else, who has chosen a password. */
    inUse: async (row: HandedOver = grace): Promise<Account> => {
      const { accountId } = await onboard(row);
      const confirmedAt = world.clock.at.toString();
      const recovery = { address: row.personalEmail ?? '', confirmedAt, usableFrom: confirmedAt };
      const chosen = await world.choose(accountId, goodPassword(), 'activation', { decided: { recovery } });
      await world.run(chosen.operationId, 'activation');
      return getAccount(accountId, world.tables);
    },
    account: (accountId: string): Promise<Account> => getAccount(accountId, world.tables),
    /** The morning of a day. */
    on: (day: string, time = '07:00'): void => {
      world.clock.at = Temporal.Instant.from(`${day}T${time}:00Z`);
    },
    expire: (accountId: string, instead: Record<string, Step> = {}): Promise<Run> =>
      runWorkflow(expiryAsl, { accountId }, { ...steps, ...instead }),
    /** What the sweep of a night does with what stands in the buckets so far. */
    sweep: async (): Promise<void> => {
      const today = world.clock.at.toZonedDateTimeISO('Europe/Paris').toPlainDate().toString();
      const due = world.tables.rows('due').map((row) => dueRow.parse(row));
      for (const { day, accountId } of due) {
        if (day <= today) await runWorkflow(expiryAsl, { accountId }, steps);
      }
    },
  };
}
export type ExpiryWorld = ReturnType<typeof expiryWorld>;

/** A world in which Grace's account is in use. */
export async function withGuest() {
  const world = expiryWorld();
  const { accountId } = await world.inUse();
  return { world, accountId };
}

/** What the steps did to the account, without the questions between them. */
export async function did(
  world: ExpiryWorld,
  accountId: string,
  instead: Record<string, Step> = {},
): Promise<string[]> {
  const { path } = await world.expire(accountId, instead);
  const silent = [
    'NameExpiry',
    'LoadAccount',
    'AskContact',
    'CountEnd',
    'ProvisionDirectories',
    'ProvisionDirectory',
    'ScheduleNext',
  ];
  return path.filter((name) => !name.endsWith('?') && !silent.includes(name));
}

/** A step that fails for good. */
export const broken: Step = () => Promise.reject(Object.assign(new Error('made to fail'), { name: 'StepError' }));
