import { Temporal } from 'temporal-polyfill';
import { ulid } from 'ulid';

/** Time and ids as a deployed function has them; steps take both as arguments. */
export const clock = { now: () => Temporal.Now.instant(), newId: () => ulid() };
