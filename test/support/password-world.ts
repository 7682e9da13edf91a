import { ulid } from 'ulid';
import type { Account, PasswordPurpose } from '../../functions/account/account.ts';
import { getAccount } from '../../functions/account/account-repository.ts';
import * as activate from '../../functions/activation/activate.ts';
import type { HandedOver } from '../../functions/file/file.ts';
import * as leavePending from '../../functions/onboarding/leave-pending.ts';
import * as provisionDirectory from '../../functions/onboarding/provision-directory.ts';
import type { Provisioning } from '../../functions/onboarding/provision-directory.ts';
import { acceptPassword, type ChosenPassword } from '../../functions/password/accept-password.ts';
import * as concludePassword from '../../functions/password/conclude-password.ts';
import * as preparePassword from '../../functions/password/prepare-password.ts';
import * as setPassword from '../../functions/password/set-password.ts';
import { concludeLost } from '../../functions/provisioning/conclude-lost.ts';
import { drain } from '../../functions/provisioning/drain.ts';
import { takeLease } from '../../functions/provisioning/lease.ts';
import type { DirectoryName } from '../../functions/university/university.ts';
import { activation } from '../../lib/workflows/activation.ts';
import { onboarding } from '../../lib/workflows/onboarding.ts';
import { password } from '../../lib/workflows/password.ts';
import { onboardingWorld } from './onboarding-world.ts';
import { chloe } from './people.ts';
import { namedFunctions, renderAsl } from './render-asl.ts';
import { runWorkflow, type Step, step } from './run-workflow.ts';

const onboardingAsl = renderAsl((scope) => onboarding(scope, namedFunctions(scope)));
const passwordAsl = renderAsl((scope) => password(scope, namedFunctions(scope)));
const activationAsl = renderAsl((scope) => activation(scope, namedFunctions(scope)));

const hmacKey = 'the key of the tests, as long as the key of a deployment';

/** Onboarded people who choose passwords, over fakes. `told` holds what Notify was given, in order. */
export function passwordWorld(
  options: Parameters<typeof onboardingWorld>[0] = {},
  /** Other directories than those in which people are onboarded. */
  reached: Partial<Pick<Provisioning, 'directory' | 'passwordDirectory'>> = {},
) {
  const world = onboardingWorld(options);
  const told: { operationId: string; outcome: string }[] = [];
  const deps = { ...world, ...reached, hmacKey, seal: world.vault.seal };
  const set = step(setPassword.contract, (input) => setPassword.setPassword(input, deps));
  const leave = step(leavePending.contract, (input) => leavePending.leavePending(input, deps));
  const steps: Record<string, Step> = {
    PreparePassword: step(preparePassword.contract, (input) => preparePassword.preparePassword(input, deps)),
    SetPasswordStrictest: set,
    SetPasswordOthers: set,
    LeavePendingStrictest: leave,
    LeavePendingOthers: leave,
    Activate: step(activate.contract, (input) => activate.activate(input, deps)),
    ProvisionDirectory: step(provisionDirectory.contract, (input) =>
      provisionDirectory.provisionDirectory(input, deps),
    ),
    LeavePending: leave,
    ConcludePassword: step(concludePassword.contract, (input) => concludePassword.concludePassword(input, deps)),
    Notify: (state: never) => {
      const { operationId, password: concluded } = state as {
        operationId: string;
        password: { outcome: string };
      };
      told.push({ operationId, outcome: concluded.outcome });
      return Promise.resolve({ outcome: 'told' });
    },
  };

  /** Chooses a password on the account as it is now; the proof is whatever `spend` says. */
  const choose = async (
    accountId: string,
    chosen: string,
    purpose: PasswordPurpose = 'recovery',
    more: Partial<ChosenPassword> = {},
  ) => {
    const operationId = ulid();
    const account = await getAccount(accountId, world.tables);
    const accepted = await acceptPassword(
      { operationId, purpose, account, password: chosen, language: 'fr', spend: [], triesLeft: 5, ...more },
      deps,
    );
    return { operationId, ...accepted };
  };
  const run = (operationId: string, purpose: PasswordPurpose = 'recovery', instead: Record<string, Step> = {}) =>
    runWorkflow(purpose === 'activation' ? activationAsl : passwordAsl, { operationId }, { ...steps, ...instead });

  return {
    ...deps,
    told,
    /** The steps of onboarding, by state. */
    onboarding: world.steps,
    steps,
    /** Somebody whose account is provisioned in every directory of the population. */
    person: async (row: HandedOver = chloe): Promise<Account> => {
      const { fileId, accountId } = (await world.handOver(row)) as { fileId: string; accountId: string };
      await runWorkflow(onboardingAsl, { operationId: ulid(), fileId }, world.steps);
      return getAccount(accountId, world.tables);
    },
    choose,
    run,
    /** The account once this first password holds and the person was told so. */
    activated: async ({ accountId }: Account, chosen: string): Promise<Account> => {
      const { operationId } = await choose(accountId, chosen, 'activation');
      await run(operationId, 'activation');
      told.length = 0;
      return getAccount(accountId, world.tables);
    },
    /** One pass of the provisioning workflow over a directory, as the hourly rule starts it. */
    drainOnce: async (directory: DirectoryName) => {
      const executionId = ulid();
      world.clock.at = world.clock.at.add({ hours: 1 });
      await takeLease(directory, executionId, world);
      return drain({ directory, executionId }, { ...deps, rowFailed: () => undefined });
    },
    /** What the same workflow does before it waits for a directory that is away. */
    concludeLost: (directory: DirectoryName) => concludeLost({ directory }, { ...deps, rowFailed: () => undefined }),
    /** The same after another while than the hour. */
    pass: async (directory: DirectoryName, duration: { minutes: number }) => {
      world.clock.at = world.clock.at.add(duration);
      const executionId = ulid();
      await world.tables.write({ table: 'leases', delete: { directory } });
      await takeLease(directory, executionId, world);
      return drain({ directory, executionId }, { ...deps, rowFailed: () => undefined });
    },
    /** What lets somebody in, by directory. */
    passwordsOf: ({ login }: Account) => ({
      uca: world.servers.uca.passwordOf(login),
      'isima-limos': world.servers['isima-limos'].passwordOf(login),
    }),
  };
}
export type PasswordWorld = ReturnType<typeof passwordWorld>;
