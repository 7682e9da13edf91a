import type { AccessSteps } from '../workflows/access.ts';
import type { GuestSteps } from '../workflows/guest.ts';
import type { OnboardingSteps } from '../workflows/onboarding-chain.ts';
import type { StepMaker } from './make-steps.ts';

/** The steps that follow what a sponsor, a guest or the CRI has asked for or decided. */
export function requestSteps(make: StepMaker, people: OnboardingSteps): GuestSteps & AccessSteps {
  const telling = { requests: ['read'], accounts: ['read'], files: ['read'], addressHealth: ['read'] } as const;
  const granting = {
    requests: ['read'],
    accounts: ['read', 'update'],
    counters: ['update'],
    due: ['put', 'delete'],
    pending: ['put'],
    audit: ['put'],
  } as const;
  return {
    ...people,
    validateRequest: make.step('guest-validate-request', { tables: { requests: ['read'] } }),
    storeStay: make.step('guest-store-stay', {
      tables: {
        requests: ['read', 'update'],
        files: ['read', 'put', 'update'],
        fileKeys: ['read', 'put', 'check'],
        accountFiles: ['put'],
        accounts: ['read'],
        audit: ['put'],
      },
    }),
    settleAccount: make.step('guest-settle-account', {
      tables: granting,
      starts: ['provisioning'],
    }),
    openTicket: make.mailStep('request-open-ticket', { requests: ['read'], accounts: ['read'] }),
    tellGuest: make.mailStep('guest-tell-guest', { ...telling, throttle: ['update'] }),
    tellSponsor: make.mailStep('guest-tell-sponsor', { ...telling, links: ['put'], desks: ['delete'] }),
    validateAccess: make.step('access-validate-access', { tables: { requests: ['read'] } }),
    grant: make.step('access-grant', { tables: granting }),
    tellRequester: make.mailStep('access-tell-requester', { ...telling, desks: ['delete'] }),
  };
}
