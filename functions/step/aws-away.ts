import * as z from 'zod/mini';

/**
 * Whether an AWS service could not answer now: throttled, failing (5xx), too slow, or not reached. What it answered with
 * any other status is its considered answer. By codes and never by messages, which change.
 */
export function isAwsAway(error: unknown): boolean {
  const { data } = z.safeParse(awsError, error);
  if (!data) return false;
  const status = data.$metadata?.httpStatusCode ?? 0;
  return (
    status === 429 ||
    status >= 500 ||
    data.$retryable !== undefined ||
    passing.has(data.name) ||
    (data.code !== undefined && passing.has(data.code)) ||
    isAwsAway(data.cause)
  );
}

const awsError = z.object({
  name: z.string(),
  code: z.optional(z.string()),
  cause: z.optional(z.unknown()),
  // The SDK marks here what it would retry itself.
  $retryable: z.optional(z.unknown()),
  $metadata: z.optional(z.object({ httpStatusCode: z.optional(z.number()) })),
});

/** The SDK's own lists of what is worth another try (`@smithy/core`, service-error-classification), which it does not export. */
const passing: ReadonlySet<string> = new Set([
  'BandwidthLimitExceeded',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
  'RequestTimeout',
  'RequestTimeoutException',
  'TimeoutError',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
