/** The workflows that a desk starts, each named by the request or the operation that it is about. */
export const startedByDesks = ['guest', 'access', 'provisioning', 'recovery', 'cleanup'] as const;
export type StartedByDesks = (typeof startedByDesks)[number];
