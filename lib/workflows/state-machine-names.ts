// Fixed, so that a function can name a machine that in turn invokes it, and one stack a machine of another.
export const stateMachineNames = {
  onboarding: 'Matricule-Onboarding',
  provisioning: 'Matricule-Provisioning',
  activation: 'Matricule-Activation',
  password: 'Matricule-Password',
  recovery: 'Matricule-Recovery',
  address: 'Matricule-Address',
  guest: 'Matricule-Guest',
  access: 'Matricule-Access',
  expiry: 'Matricule-Expiry',
  intake: 'Matricule-Intake',
  cleanup: 'Matricule-Cleanup',
  reconcile: 'Matricule-Reconcile',
} as const;
export type WorkflowName = keyof typeof stateMachineNames;
