import * as grant from '../../functions/access/grant.ts';
import * as tellRequester from '../../functions/access/tell-requester.ts';
import * as validateAccess from '../../functions/access/validate-access.ts';
import * as settleAccount from '../../functions/guest/settle-account.ts';
import * as storeStay from '../../functions/guest/store-stay.ts';
import * as tellGuest from '../../functions/guest/tell-guest.ts';
import * as tellSponsor from '../../functions/guest/tell-sponsor.ts';
import * as validateRequest from '../../functions/guest/validate-request.ts';
import * as openTicket from '../../functions/request/open-ticket.ts';
import type { Contract } from '../../functions/step/to-handler.ts';
import { type Step, step } from './run-workflow.ts';

export type GuestDeps = Parameters<typeof validateRequest.validateRequest>[1] &
  Parameters<typeof storeStay.storeStay>[1] &
  Parameters<typeof settleAccount.settleAccount>[1] &
  Parameters<typeof openTicket.openTicket>[1] &
  Parameters<typeof tellGuest.tellGuest>[1] &
  Parameters<typeof tellSponsor.tellSponsor>[1] &
  Parameters<typeof validateAccess.validateAccess>[1] &
  Parameters<typeof grant.grant>[1] &
  Parameters<typeof tellRequester.tellRequester>[1];

/** The real steps of guests and of services that are asked for, behind their real contracts, by state. */
export function guestSteps(deps: GuestDeps): Record<string, Step> {
  const of = <In, Out>(contract: Contract<In, Out>, run: (input: In, given: GuestDeps) => Promise<Out>): Step =>
    step(contract, (input) => run(input, deps));
  return {
    ValidateRequest: of(validateRequest.contract, validateRequest.validateRequest),
    StoreStay: of(storeStay.contract, storeStay.storeStay),
    SettleAccount: of(settleAccount.contract, settleAccount.settleAccount),
    OpenTicket: of(openTicket.contract, openTicket.openTicket),
    TellGuest: of(tellGuest.contract, tellGuest.tellGuest),
    TellSponsor: of(tellSponsor.contract, tellSponsor.tellSponsor),
    ValidateAccess: of(validateAccess.contract, validateAccess.validateAccess),
    Grant: of(grant.contract, grant.grant),
    TellRequester: of(tellRequester.contract, tellRequester.tellRequester),
  };
}
