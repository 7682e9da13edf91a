import { drainTimeout, type ProvisioningSteps } from '../workflows/provisioning.ts';
import type { StepMaker } from './make-steps.ts';

/** The steps that work off what a directory was away for. */
export function provisioningSteps(make: StepMaker): ProvisioningSteps {
  return {
    claimDirectory: make.step('provisioning-claim-directory', {
      tables: { leases: ['put', 'update'], pending: ['list'] },
    }),
    probe: make.directoryStep('provisioning-probe', { tables: { leases: ['read', 'update'] } }),
    drain: make.writingPasswords(
      make.directoryStep('provisioning-drain', {
        timeout: drainTimeout,
        tables: {
          leases: ['read', 'update'],
          pending: ['list', 'delete'],
          files: ['read'],
          accounts: ['read', 'update'],
          due: ['put', 'delete'],
          vault: ['read'],
        },
        starts: ['activation', 'password'],
      }),
    ),
    concludeLost: make.step('provisioning-conclude-lost', {
      timeout: drainTimeout,
      tables: { pending: ['list'], accounts: ['read'] },
      starts: ['activation', 'password'],
    }),
    release: make.step('provisioning-release', {
      tables: { leases: ['read', 'delete'], pending: ['list'] },
      starts: ['provisioning'],
    }),
  };
}
