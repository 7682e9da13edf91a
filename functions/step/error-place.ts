/**
 * What a log may say of an error: its name, the name of its cause, and the five innermost places. Never its message, which
 * may quote a person's data when it is a vendor's (16.2.5).
 */
export function errorPlace(error: unknown): { error: string; cause?: string; at?: string[] } {
  if (!(error instanceof Error)) return { error: typeof error };
  return {
    error: error.name,
    ...(error.cause instanceof Error && { cause: error.cause.name }),
    // A stack begins with the message.
    at: [...(error.stack ?? '').replace(error.message, '').matchAll(/^\s+at .*$/gm)].map(([line]) => line).slice(0, 5),
  };
}
