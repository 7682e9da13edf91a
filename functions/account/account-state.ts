// The life of an account, as data: a test checks the table against itself.

export const accountStates = ['requested', 'provisioned', 'active', 'grace', 'suspended', 'closed'] as const;
export type AccountState = (typeof accountStates)[number];

/** Where each state may go. Nothing leaves `closed`. */
export const moves = {
  requested: ['provisioned', 'closed'],
  provisioned: ['active', 'grace', 'suspended', 'closed'],
  active: ['grace', 'suspended'],
  grace: ['active', 'suspended'],
  suspended: ['provisioned', 'closed'],
  closed: [],
} as const satisfies Record<AccountState, readonly AccountState[]>;

/** The SupAnn resource state that the directories show (supannRessourceEtat): state letter and sub-state. */
export const supannStates = {
  requested: 'I:SupannPrecree',
  provisioned: 'A:SupannCree',
  active: 'A:SupannActif',
  grace: 'A:SupannSursis',
  suspended: 'I:SupannExpire',
  closed: 'I:SupannSupprCompte',
} as const satisfies Record<AccountState, string>;

/** Whether a password was chosen for an account, and it is neither over nor given back since. */
export function isInUse(state: AccountState | undefined): state is 'active' | 'grace' {
  return state === 'active' || state === 'grace';
}

/** Whether an account may go from one state to another. */
export function mayMove(from: AccountState, to: AccountState): boolean {
  const targets: readonly AccountState[] = moves[from];
  return targets.includes(to);
}
