import { RetryableError } from '../../functions/step/errors.ts';
import type { Mail, Message, SendResult } from '../../functions/mail/mail.ts';
import { malformed } from '../../functions/mail/malformed.ts';

export interface InMemoryMail extends Mail {
  /** Everything that was sent, oldest first. */
  readonly sent: readonly Message[];
  /** What was sent to one address. */
  to(address: string): readonly Message[];
  /** From now on this address is refused for good, with this code. */
  refuse(address: string, code?: string): void;
  /** The next `times` messages get no answer; `lost` ones were taken all the same, as when only the answer is lost. */
  away(times: number, options?: { lost?: boolean }): void;
  /** The next `times` messages are surely not sent, and welcome later. */
  throttle(times: number): void;
}

type Trouble = 'away' | 'lost' | 'throttled';

/**
 * A provider and its inboxes. A bad message is refused even when it is away: nothing is asked of it for that.
 * @param options.verified whether the provider knows the sender: without that it takes nothing, and that is thrown
 */
export function inMemoryMail({ verified = true }: { verified?: boolean } = {}): InMemoryMail {
  const sent: Message[] = [];
  const refused = new Map<string, string>();
  const troubles: Trouble[] = [];
  const next = (times: number, trouble: Trouble) => void troubles.push(...Array<Trouble>(times).fill(trouble));

  const take = (message: Message): SendResult => {
    const fault = malformed(message);
    if (!fault && !verified) throw new Error('The provider does not know the sender');
    const code = fault ?? refused.get(message.to);
    if (code !== undefined) return { outcome: 'refused', code };
    const trouble = troubles.shift();
    if (trouble === 'throttled') return { outcome: 'not-now' };
    if (trouble !== 'away') sent.push({ ...message });
    if (trouble !== undefined) throw new RetryableError('The mail provider is away');
    return { outcome: 'sent', messageId: `in-memory-${sent.length}` };
  };

  return {
    sent,
    to: (address) => sent.filter((message) => message.to === address),
    refuse: (address, code = 'InvalidParameterValue') => void refused.set(address, code),
    away: (times, { lost = false } = {}) => next(times, lost ? 'lost' : 'away'),
    throttle: (times) => next(times, 'throttled'),
    send: (message) => Promise.resolve(message).then(take),
  };
}
