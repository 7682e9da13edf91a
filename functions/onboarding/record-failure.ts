import * as z from 'zod/mini';
import { getFile, recordFileOutcome } from '../file/file-repository.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';

export const contract = {
  input: z.object({
    operationId: id,
    file: z.optional(z.object({ fileId: z.optional(id), version: z.optional(z.number()) })),
    /** What the workflow caught; its Cause is left alone. */
    failure: z.object({ Error: z.string() }),
  }),
  /** The name of the error is logged: inside an export's run no failed execution shows it. */
  output: z.object({ outcome: z.literal('recorded'), error: z.string() }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/**
 * Notes on the file that its onboarding did not come to an end, so that the next hand-over of the same row tries again.
 * A file that was onboarded before stays so: what failed is one more mail that somebody asked for.
 */
export async function recordFailure({ file, failure }: Input, { tables }: { tables: Tables }): Promise<Output> {
  const known = file?.fileId === undefined ? undefined : await getFile(file.fileId, tables);
  const onboarded = known?.outcome === 'Onboarded' && known.outcomeVersion === known.version;
  if (known && !onboarded && known.version === file?.version) {
    await recordFileOutcome(known, { outcome: 'StepFailed' }, tables);
  }
  return { outcome: 'recorded', error: failure.Error };
}
