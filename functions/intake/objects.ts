/** The few things that the intake asks of its bucket, which keeps every version of an object. */
export interface Objects {
  /**
   * The bytes of an object, as they come; of one version where one is named (H-04).
   * @returns `undefined` when there is no such object or version.
   * @throws RetryableError, also in the middle of the bytes, when the store is away.
   */
  read(key: string, versionId?: string): Promise<AsyncIterable<Uint8Array> | undefined>;

  /**
   * Writes a whole object over whatever is there.
   * @returns the new version, where the store keeps versions.
   * @throws RetryableError when the store is away.
   */
  write(key: string, body: string | Uint8Array): Promise<{ versionId?: string }>;

  /**
   * Whether there is such an object or version, its size in bytes, and which version it is where the store keeps them.
   * @throws RetryableError when the store is away.
   */
  head(key: string, versionId?: string): Promise<{ size: number; versionId?: string } | undefined>;
}
