/**
 * Starts one execution of a workflow. The name makes it single: a second start with the same name is taken for the
 * first one, whatever the first one has become (J-04), so names are never used for two inputs.
 * @throws RetryableError when the engine is away or throttles.
 */
export type StartWorkflow = (name: string, input: Readonly<Record<string, string>>) => Promise<void>;
