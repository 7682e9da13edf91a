import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { OnboardingSteps } from '../workflows/onboarding-chain.ts';
import type { StepMaker } from './make-steps.ts';

/** The steps of a choice of password, behind an activation, a recovery or a change. */
export function passwordSteps(make: StepMaker, people: OnboardingSteps) {
  const tables = { accounts: ['read', 'update'], vault: ['read'] } as const;
  return {
    ...people,
    preparePassword: make.passwordStep('password-prepare-password', { operations: ['read'], ...tables }),
    setPassword: make.passwordStep('password-set-password', tables),
    concludePassword: make.step('password-conclude-password', {
      tables: {
        operations: ['read', 'update'],
        accounts: ['read', 'update'],
        vault: ['delete'],
        pending: ['put', 'delete'],
        audit: ['put'],
      },
    }),
    notify: make.mailStep('password-notify', {
      operations: ['read'],
      files: ['read'],
      accounts: ['read', 'update'],
      links: ['put'],
      addressHealth: ['read'],
    }),
    activate: make.step('activation-activate', {
      tables: { accounts: ['read', 'update'], due: ['put', 'delete'], pending: ['put'], audit: ['put'] },
    }),
  } satisfies Record<string, IFunction>;
}

/** The steps that bring somebody back in who has forgotten. */
export function recoverySteps(make: StepMaker) {
  return {
    findAccount: make.step('recovery-find-account', {
      tables: {
        operations: ['read'],
        logins: ['read'],
        addresses: ['read'],
        recoveryAddresses: ['list'],
        files: ['read'],
        accounts: ['read'],
      },
    }),
    emailLink: make.mailStep('recovery-email-link', {
      operations: ['read'],
      files: ['read'],
      accounts: ['read', 'update'],
      links: ['put'],
      addressHealth: ['read'],
      throttle: ['update'],
      audit: ['put'],
    }),
  };
}

/** The steps behind another recovery address. */
export function addressSteps(make: StepMaker) {
  return {
    emailCode: make.mailStep('address-email-code', {
      operations: ['read', 'update'],
      accounts: ['read'],
      throttle: ['update'],
    }),
    tellFormer: make.mailStep('address-tell-former', {
      operations: ['read'],
      files: ['read'],
      accounts: ['read'],
      links: ['put'],
      addressHealth: ['read'],
    }),
  };
}
