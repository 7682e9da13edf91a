/**
 * The opaque ids that a sealed password is tied to (KMS encryption context): it opens with the same ones only, so that
 * no row can stand in for another (C-12).
 */
export interface SealContext extends Readonly<Record<string, string>> {
  readonly accountId: string;
  readonly operationId: string;
}

/**
 * Encrypts a password for its wait until the last directory has it.
 * @returns base 64.
 * @throws RetryableError when the key's service is away.
 */
export type Seal = (password: string, context: SealContext) => Promise<string>;

/**
 * Decrypts what `Seal` made.
 * @throws RetryableError when the key's service is away. Any other error: the ciphertext is not of this context, or the key is refused.
 */
export type Open = (sealed: string, context: SealContext) => Promise<string>;
