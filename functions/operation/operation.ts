import * as z from 'zod/mini';
import { claimSchema } from '../file/file.ts';
import { id } from '../step/id.ts';
import { languages } from '../university/university.ts';

/** One request of one user: its id names the execution. */
export const operationSchema = z.object({
  operationId: id,
  kind: z.literal('onboarding'),
  claim: claimSchema,
  language: z.enum(languages),
  askedAt: z.string(),
  /** Epoch seconds: the table forgets the claim after this. */
  expiresAt: z.number(),
});
export type Operation = z.infer<typeof operationSchema>;
