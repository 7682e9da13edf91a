import * as activate from '../../functions/activation/activate.ts';
import * as emailCode from '../../functions/address/email-code.ts';
import * as tellFormer from '../../functions/address/tell-former.ts';
import * as emailRecoveryAddress from '../../functions/onboarding/email-recovery-address.ts';
import * as generateCredentials from '../../functions/onboarding/generate-credentials.ts';
import * as leavePending from '../../functions/onboarding/leave-pending.ts';
import * as recordFailure from '../../functions/onboarding/record-failure.ts';
import * as reserveLogin from '../../functions/onboarding/reserve-login.ts';
import * as scheduleExpiry from '../../functions/onboarding/schedule-expiry.ts';
import * as validateFile from '../../functions/onboarding/validate-file.ts';
import * as concludePassword from '../../functions/password/conclude-password.ts';
import * as notify from '../../functions/password/notify.ts';
import * as preparePassword from '../../functions/password/prepare-password.ts';
import * as setPassword from '../../functions/password/set-password.ts';
import * as claimDirectory from '../../functions/provisioning/claim-directory.ts';
import * as concludeLost from '../../functions/provisioning/conclude-lost.ts';
import * as drain from '../../functions/provisioning/drain.ts';
import * as release from '../../functions/provisioning/release.ts';
import * as emailLink from '../../functions/recovery/email-link.ts';
import * as findAccount from '../../functions/recovery/find-account.ts';
import type { Contract } from '../../functions/step/to-handler.ts';
import type { DirectoryName } from '../../functions/university/university.ts';
import { activation } from '../../lib/workflows/activation.ts';
import { address } from '../../lib/workflows/address.ts';
import { expiry } from '../../lib/workflows/expiry.ts';
import { onboarding } from '../../lib/workflows/onboarding.ts';
import { password } from '../../lib/workflows/password.ts';
import { recovery } from '../../lib/workflows/recovery.ts';
import { type ExpiryDeps, expirySteps } from './expiry-steps.ts';
import { namedFunctions, renderAsl } from './render-asl.ts';
import { type Step, step } from './run-workflow.ts';

/** The machines as they are deployed. */
export const accountMachines = {
  onboarding: renderAsl((scope) => onboarding(scope, namedFunctions(scope))),
  activation: renderAsl((scope) => activation(scope, namedFunctions(scope))),
  password: renderAsl((scope) => password(scope, namedFunctions(scope))),
  recovery: renderAsl((scope) => recovery(scope, namedFunctions(scope))),
  address: renderAsl((scope) => address(scope, namedFunctions(scope))),
  expiry: renderAsl((scope) => expiry(scope, namedFunctions(scope))),
};
export type AccountWorkflow = keyof typeof accountMachines;
export const isOfAccount = (workflow: string): workflow is AccountWorkflow => workflow in accountMachines;

type Deps = ExpiryDeps &
  Parameters<typeof emailRecoveryAddress.emailRecoveryAddress>[1] &
  Parameters<typeof emailLink.emailLink>[1] &
  Parameters<typeof emailCode.emailCode>[1] &
  Parameters<typeof tellFormer.tellFormer>[1] &
  Parameters<typeof notify.notify>[1] &
  Parameters<typeof drain.drain>[1] &
  Parameters<typeof release.release>[1];

/** The real steps of every workflow of an account behind their real contracts, by state. */
export function accountSteps(deps: Deps) {
  const of = <In, Out>(contract: Contract<In, Out>, run: (input: In, given: Deps) => Promise<Out>): Step =>
    step(contract, (input) => run(input, deps));
  const email = of(emailRecoveryAddress.contract, emailRecoveryAddress.emailRecoveryAddress);
  const link = of(emailLink.contract, emailLink.emailLink);
  const set = of(setPassword.contract, setPassword.setPassword);
  const leave = of(leavePending.contract, leavePending.leavePending);
  const steps: Record<string, Step> = {
    ...expirySteps(deps),
    ValidateFile: of(validateFile.contract, validateFile.validateFile),
    ReserveLogin: of(reserveLogin.contract, reserveLogin.reserveLogin),
    GenerateCredentials: of(generateCredentials.contract, generateCredentials.generateCredentials),
    ScheduleExpiry: of(scheduleExpiry.contract, scheduleExpiry.scheduleExpiry),
    // Two machines have a state of this name, with another step behind it.
    EmailRecoveryAddress: (state: never) => ('accounts' in (state as object) ? link : email)(state),
    EmailMissingPieces: email,
    EmailFreshLink: email,
    RecordFailure: of(recordFailure.contract, recordFailure.recordFailure),
    PreparePassword: of(preparePassword.contract, preparePassword.preparePassword),
    SetPasswordStrictest: set,
    SetPasswordOthers: set,
    LeavePendingStrictest: leave,
    LeavePendingOthers: leave,
    Activate: of(activate.contract, activate.activate),
    ConcludePassword: of(concludePassword.contract, concludePassword.concludePassword),
    Notify: of(notify.contract, notify.notify),
    FindAccount: of(findAccount.contract, findAccount.findAccount),
    EmailCode: of(emailCode.contract, emailCode.emailCode),
    TellFormerAddress: of(tellFormer.contract, tellFormer.tellFormer),
  };
  return {
    steps,
    /** One pass of the machine of provisioning over a directory, as the hourly rule starts it. */
    drainOnce: async (directory: DirectoryName, executionId: string): Promise<void> => {
      const execution = { directory, executionId };
      if ((await claimDirectory.claimDirectory(execution, deps)).outcome === 'claimed')
        await drain.drain(execution, deps);
      await concludeLost.concludeLost(execution, deps);
      await release.release(execution, deps);
    },
  };
}
