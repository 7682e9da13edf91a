import type { EndOfLifeSteps } from '../workflows/end-of-life.ts';
import type { OnboardingSteps } from '../workflows/onboarding-chain.ts';
import type { StepMaker } from './make-steps.ts';

/** The steps of what is due for one account, for its own schedule and for the sweep of the night. */
export function endOfLifeSteps(make: StepMaker, people: OnboardingSteps): EndOfLifeSteps {
  const loadAccount = make.step('expiry-load-account', {
    tables: { accounts: ['read'], accountFiles: ['list'], files: ['read'], requests: ['read'] },
    starts: ['onboarding', 'guest'],
    names: ['access'],
  });
  const telling = {
    accounts: ['read', 'update'],
    files: ['read'],
    persons: ['list'],
    addressHealth: ['read'],
  } as const;
  return {
    ...people,
    loadAccount,
    askContact: make.step('expiry-ask-contact', {
      tables: {
        accounts: ['read'],
        files: ['read'],
        logins: ['read'],
        addresses: ['read'],
        requests: ['read', 'update'],
        desks: ['put'],
        audit: ['put'],
      },
      starts: ['guest'],
      names: ['access'],
    }),
    warn: make.mailStep('expiry-warn', { ...telling, requests: ['read'], links: ['put'], audit: ['put'] }),
    remind: make.mailStep('expiry-remind', {
      accounts: ['read', 'update'],
      files: ['read'],
      addressHealth: ['read'],
      links: ['put'],
      audit: ['put'],
    }),
    adjust: make.step('expiry-adjust', {
      tables: { accounts: ['read', 'update'], counters: ['update'], pending: ['put'], audit: ['put'] },
    }),
    countEnd: make.step('expiry-count-end', {
      tables: { accounts: ['read'], counters: ['read', 'update'], due: ['update'] },
    }),
    suspend: make.step('expiry-suspend', {
      tables: {
        operations: ['update'],
        accounts: ['read', 'update'],
        accountFiles: ['list'],
        files: ['read', 'check'],
        requests: ['read', 'check'],
        vault: ['delete'],
        pending: ['put'],
        audit: ['put'],
      },
    }),
    close: make.step('expiry-close', {
      tables: {
        accounts: ['read', 'update'],
        accountFiles: ['list'],
        files: ['read', 'check'],
        requests: ['read', 'check'],
        counters: ['update'],
        vault: ['delete'],
        pending: ['put'],
        audit: ['put'],
      },
    }),
    tellEnd: make.mailStep('expiry-tell-end', telling),
    erase: make.step('expiry-erase', {
      tables: {
        accounts: ['read', 'update'],
        accountFiles: ['list', 'delete'],
        files: ['read', 'delete'],
        fileKeys: ['delete'],
        recoveryAddresses: ['list', 'delete'],
        addressHealth: ['delete'],
        requests: ['read', 'delete'],
        desks: ['list', 'delete'],
        slices: ['delete'],
        persons: ['delete'],
        audit: ['put'],
      },
    }),
  };
}
