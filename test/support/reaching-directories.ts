/** The functions that reach a directory: `least-privilege.test.ts` holds the list to what is placed in the university's network. */
export const reachingDirectories = [
  'onboarding-provision-directory',
  'password-prepare-password',
  'password-set-password',
  'portal-desk',
  'portal-password-checks',
  'provisioning-drain',
  'provisioning-probe',
  'reconcile-compare-directory',
] as const;
