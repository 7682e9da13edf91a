/** How long a test waits for what is to come, in milliseconds: on a busy machine a second of work takes many. */
export const patience = { timeout: 240_000, interval: 500 };
