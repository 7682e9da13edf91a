// Fixed, so that a function can name a machine that in turn invokes it, and one stack a machine of another.
export const stateMachineNames = {
  onboarding: 'Matricule-Onboarding',
  provisioning: 'Matricule-Provisioning',
  expiry: 'Matricule-Expiry',
  intake: 'Matricule-Intake',
} as const;
