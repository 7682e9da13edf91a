import * as z from 'zod/mini';
import { id } from '../step/id.ts';
import { type Request, requestEvents } from './request.ts';

/** What the workflows of requests are started with: which change of a request they follow. */
export const requestState = z.object({
  requestId: id,
  /** A number: an execution is started with texts alone. */
  version: z.string(),
  event: z.enum(requestEvents),
});
export type RequestState = z.infer<typeof requestState>;

/** Whether the change that is followed is the last one: of an earlier one nothing is told any more. */
export function isCurrentVersion({ version }: Request, state: Pick<RequestState, 'version'>): boolean {
  return version === Number(state.version);
}
