import * as z from 'zod/mini';

/**
 * How a directory is reached: what its secret holds. A key that is not here is refused, so that nothing in a secret can
 * weaken TLS (I-01): `ldaps://` alone, one authority, and no way to say otherwise.
 */
export const connectionSchema = z.strictObject({
  /** `ldaps://host` or `ldaps://host:port`. */
  url: z.string().check(z.regex(/^ldaps:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?\/?$/i)),
  /** The only authority whose certificates are believed, PEM. */
  ca: z.string().check(z.regex(/^\s*-----BEGIN CERTIFICATE-----\s[\s\S]+-----END CERTIFICATE-----\s*$/)),
  // ldapts reads a bare word such as EXTERNAL as a SASL mechanism, so a name has an equals sign (I-05).
  bindDn: z.string().check(z.regex(/^[a-z][a-z0-9.-]*=./i)),
  // An empty password makes an anonymous bind, which servers answer with success (RFC 4513, 5.1.2; I-04).
  password: z.string().check(z.minLength(1)),
  /** The branch that holds the entries of people. */
  peopleDn: z.string().check(z.regex(/^[a-z][a-z0-9.-]*=./i)),
  /** The branch of the groups that open services, one a service; without it the directory has none, and is asked for none. */
  groupsDn: z.exactOptional(z.string().check(z.regex(/^[a-z][a-z0-9.-]*=./i))),
  /** The branch of the groups that give roles, for the identity that writes passwords; without it nobody has one here. */
  rolesDn: z.exactOptional(z.string().check(z.regex(/^[a-z][a-z0-9.-]*=./i))),
  /** The entry that holds the password policy of people (slapo-ppolicy), when the identity may read it. */
  policyDn: z.exactOptional(z.string().check(z.regex(/^[a-z][a-z0-9.-]*=./i))),
});
export type Connection = z.infer<typeof connectionSchema>;

/**
 * Says how the directory is reached.
 * @param refused what a directory would not let in: read again if that is still the answer.
 * @throws RetryableError when nobody can say now.
 */
export type FindConnection = (refused?: Connection) => Promise<Connection>;
