import type { PasswordOperation } from '../operation/operation.ts';

/**
 * Whether a refusal of this choice changes something all the same: where the one before it had not arrived, that one is given
 * up, and what worked there is deleted.
 */
export function givesUpAnother({ before }: Pick<PasswordOperation, 'before'>): boolean {
  return Object.values(before).some(({ status }) => status === 'pending');
}
