/**
 * The slice of the accounts in which one stands, of 32 of about the same size: the last character of its id, which is random.
 * A night looks after one slice.
 */
export function sliceOf(accountId: string): string {
  return accountId.slice(-1);
}
