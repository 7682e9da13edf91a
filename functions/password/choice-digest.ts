import { createHmac } from 'node:crypto';

/**
 * Tells a password from the one that the same form was sent with before. Of a keyed hash that is tied to the operation, 16
 * bits are kept: too few to find a password by, even with the key; one other password in 65,536 passes for the same.
 */
export function choiceDigest(operationId: string, password: string, hmacKey: string): string {
  return createHmac('sha256', hmacKey).update(`choice\0${operationId}\0${password}`).digest('hex').slice(0, 4);
}
