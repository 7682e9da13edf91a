/** Names of the LDAP result codes, from RFC 4511, appendix A.2, and beyond. */
const names: ReadonlyMap<number, string> = new Map([
  [1, 'operationsError'],
  [2, 'protocolError'],
  [3, 'timeLimitExceeded'],
  [4, 'sizeLimitExceeded'],
  [7, 'authMethodNotSupported'],
  [8, 'strongerAuthRequired'],
  [10, 'referral'],
  [11, 'adminLimitExceeded'],
  [12, 'unavailableCriticalExtension'],
  [13, 'confidentialityRequired'],
  [14, 'saslBindInProgress'],
  [16, 'noSuchAttribute'],
  [17, 'undefinedAttributeType'],
  [18, 'inappropriateMatching'],
  [19, 'constraintViolation'],
  [20, 'attributeOrValueExists'],
  [21, 'invalidAttributeSyntax'],
  [32, 'noSuchObject'],
  [33, 'aliasProblem'],
  [34, 'invalidDNSyntax'],
  [36, 'aliasDereferencingProblem'],
  [48, 'inappropriateAuthentication'],
  [49, 'invalidCredentials'],
  [50, 'insufficientAccessRights'],
  [51, 'busy'],
  [52, 'unavailable'],
  [53, 'unwillingToPerform'],
  [54, 'loopDetect'],
  [64, 'namingViolation'],
  [65, 'objectClassViolation'],
  [66, 'notAllowedOnNonLeaf'],
  [67, 'notAllowedOnRDN'],
  [68, 'entryAlreadyExists'],
  [69, 'objectClassModsProhibited'],
  [71, 'affectsMultipleDSAs'],
  [80, 'other'],
  // RFC 4528.
  [122, 'assertionFailed'],
]);

/** A result code as an operator reads it, `19 constraintViolation`: never the server's own text, which quotes values. */
export function resultCode(code: number): string {
  return `${code} ${names.get(code) ?? 'unknown'}`;
}

/**
 * Whether a result code speaks of the server and not of the entry, so that the same write may succeed later. A refusal is
 * final, so what is in doubt is not one. By RFC 4511, A.2:
 * - operationsError (1): out of sequence, as on a connection that lost its bind;
 * - timeLimitExceeded (3), busy (51), unavailable (52): they say so;
 * - referral (10): this server does not hold the branch, or holds a copy of it; we never follow one (I-14);
 * - unwillingToPerform (53): the server "is unwilling", whatever is asked: read-only for a backup, a replica without an
 *   address for writes. What it holds against an entry has codes of its own (16 to 21, 64 to 69);
 * - other (80): an internal error, as when the database is full.
 */
export function isPassing(code: number): boolean {
  return [1, 3, 10, 51, 52, 53, 80].includes(code);
}
