import * as adjust from '../../functions/expiry/adjust.ts';
import * as askContact from '../../functions/expiry/ask-contact.ts';
import * as close from '../../functions/expiry/close.ts';
import * as countEnd from '../../functions/expiry/count-end.ts';
import * as erase from '../../functions/expiry/erase.ts';
import * as loadAccount from '../../functions/expiry/load-account.ts';
import * as remind from '../../functions/expiry/remind.ts';
import * as suspend from '../../functions/expiry/suspend.ts';
import * as tellEnd from '../../functions/expiry/tell-end.ts';
import * as warn from '../../functions/expiry/warn.ts';
import * as leavePending from '../../functions/onboarding/leave-pending.ts';
import * as provisionDirectory from '../../functions/onboarding/provision-directory.ts';
import * as scheduleExpiry from '../../functions/onboarding/schedule-expiry.ts';
import type { Contract } from '../../functions/step/to-handler.ts';
import { type Step, step } from './run-workflow.ts';

export type ExpiryDeps = Parameters<typeof loadAccount.loadAccount>[1] &
  Parameters<typeof askContact.askContact>[1] &
  Parameters<typeof remind.remind>[1] &
  Parameters<typeof leavePending.leavePending>[1] &
  Parameters<typeof scheduleExpiry.scheduleExpiry>[1] &
  Parameters<typeof provisionDirectory.provisionDirectory>[1];

/** The real steps of the chain of an account's end behind their real contracts, by state. */
export function expirySteps(deps: ExpiryDeps): Record<string, Step> {
  const of = <In, Out>(contract: Contract<In, Out>, run: (input: In, given: ExpiryDeps) => Promise<Out>): Step =>
    step(contract, (input) => run(input, deps));
  return {
    LoadAccount: of(loadAccount.contract, loadAccount.loadAccount),
    AskContact: of(askContact.contract, askContact.askContact),
    Warn: of(warn.contract, warn.warn),
    Remind: of(remind.contract, remind.remind),
    Adjust: of(adjust.contract, adjust.adjust),
    CountEnd: of(countEnd.contract, countEnd.countEnd),
    Suspend: of(suspend.contract, suspend.suspend),
    Close: of(close.contract, close.close),
    TellEnd: of(tellEnd.contract, tellEnd.tellEnd),
    Erase: of(erase.contract, erase.erase),
    ProvisionDirectory: of(provisionDirectory.contract, provisionDirectory.provisionDirectory),
    LeavePending: of(leavePending.contract, leavePending.leavePending),
    ScheduleNext: of(scheduleExpiry.contract, scheduleExpiry.scheduleExpiry),
  };
}
