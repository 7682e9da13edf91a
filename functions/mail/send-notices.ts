import type { Letter } from './mail.ts';
import { sendOnce, type SendOnceDeps } from './send-once.ts';

export interface Notice {
  /** Names the event and which of the account's addresses is told, never the address. */
  readonly mailKey: string;
  readonly to: string;
  readonly write: () => Promise<Letter>;
}

/**
 * Sends what an account's addresses are told of one event, each once (6.3.7). One that cannot be sent stops no other; none is
 * throttled, since who takes an account over would see to that.
 * @returns whether there was anybody to tell.
 * @throws what the first one that failed threw, once all were tried.
 */
export async function sendNotices(notices: readonly Notice[], deps: SendOnceDeps): Promise<boolean> {
  const tried = await Promise.allSettled(
    notices.map((notice) => sendOnce({ ...notice, allowed: () => Promise.resolve(true) }, deps)),
  );
  for (const each of tried) if (each.status === 'rejected') throw each.reason;
  return tried.some((each) => each.status === 'fulfilled' && each.value !== 'refused');
}
