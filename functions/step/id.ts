import * as z from 'zod/mini';

/** A random id: a ULID, 26 characters of Crockford's base 32. It names executions and rows and says nothing of a person (F-08). */
export const id = z.string().check(z.regex(/^[0-9A-HJKMNP-TV-Z]{26}$/));
