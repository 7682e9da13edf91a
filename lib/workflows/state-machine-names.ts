// Fixed, so that a function can name a machine that in turn invokes it, and one stack a machine of another.
export const stateMachineNames = {
  onboarding: 'Matricule-Onboarding',
  provisioning: 'Matricule-Provisioning',
  activation: 'Matricule-Activation',
  password: 'Matricule-Password',
  recovery: 'Matricule-Recovery',
  address: 'Matricule-Address',
  expiry: 'Matricule-Expiry',
  cleanup: 'Matricule-Cleanup',
  guest: 'Matricule-Guest',
  access: 'Matricule-Access',
  intake: 'Matricule-Intake',
} as const;
