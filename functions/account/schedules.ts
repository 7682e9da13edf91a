import type { Temporal } from 'temporal-polyfill';

/** One reminder per account, at an instant. */
export interface Schedules {
  /**
   * Sets the account's reminder, or moves the one that it has; an instant in the past reminds at once.
   * @throws RetryableError when the scheduler is away or throttles.
   */
  set(accountId: string, at: Temporal.Instant): Promise<void>;
}
