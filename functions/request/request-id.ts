import { createHmac } from 'node:crypto';
import { idFrom } from '../operation/id-from.ts';

/** Characters of a ULID that are its time. */
const timeLength = 10;

/**
 * The id of what a form asks for: the same for a form that is sent twice. It begins with the time of the form's id, so that
 * desks are in the order of asking; the rest is keyed, so that nobody can name another one's (F-08).
 * @param about whose it is, and what makes another request of the same form.
 */
export function requestIdOf(form: string, about: readonly unknown[], hmacKey: string): string {
  const hmac = createHmac('sha256', hmacKey).update(`asked\0${form}\0${JSON.stringify(about)}`);
  return form.slice(0, timeLength) + idFrom(hmac.digest()).slice(timeLength);
}
