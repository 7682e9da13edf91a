/** What the portal says to its log: a fixed message and fields that name nobody. */
export interface RequestLog {
  info(message: string, fields: Readonly<Record<string, string | number>>): void;
  error(message: string, fields: Readonly<Record<string, string | number | readonly string[]>>): void;
}

/** The name and the place of a failure: a vendor's message may quote what was typed (E-09, F-01). */
export function nameAndPlace(failure: Error): { error: string; cause?: string; at: readonly string[] } {
  const places = (failure.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    error: failure.name,
    ...(failure.cause instanceof Error && { cause: failure.cause.name }),
    at: places.slice(0, 5).map((line) => line.trim()),
  };
}
