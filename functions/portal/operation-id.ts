import { createHmac } from 'node:crypto';
import { idFrom } from '../operation/id-from.ts';
import type { OperationKind } from '../operation/operation.ts';

/**
 * The id of what a form asks for: the same for a form that is sent twice. Keyed, so that neither a stranger can name an
 * execution nor its name tells what was typed (F-08).
 * @param about whose it is, and what makes another request of the same form: an account's id or a name that was typed, an address.
 */
export function operationIdOf(
  kind: OperationKind,
  form: string,
  about: readonly [whose: string, ...more: string[]],
  hmacKey: string,
): string {
  const hmac = createHmac('sha256', hmacKey).update(`${kind}\0${form}\0${JSON.stringify(about)}`);
  return idFrom(hmac.digest());
}
