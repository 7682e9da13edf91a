import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import * as z from 'zod/mini';
import { errorPlace } from './error-place.ts';
import { ContractError, RetryableError } from './errors.ts';

/** What a step accepts from the state machine and what it hands back. */
export interface Contract<In, Out> {
  readonly input: z.ZodMiniType<In>;
  readonly output: z.ZodMiniType<Out>;
}

/** One for all steps: JSON on one line, so that a name with a line break is still one record (F-04). */
const logger = new Logger({ serviceName: 'matricule' });

/**
 * Makes a Lambda handler of a step: parses the input down to the fields that the contract names, runs the step, parses
 * what it returns, and logs one line with ids and the outcome.
 *
 * @throws ContractError naming the side and the fields, never the values.
 * @throws RetryableError as the step threw it.
 * @throws StepError for anything else: a vendor's message may quote personal data, and what a handler throws lands in
 *   the log and in the execution history, so only the name and the place leave this function (16.2.5).
 */
export function toHandler<In, Out>(contract: Contract<In, Out>, run: (input: In) => Promise<Out>) {
  return middy(async (event: unknown): Promise<Out> => {
    const input = check('input', contract.input, event);
    try {
      const output = check('output', contract.output, await run(input));
      logger.info('Step done', { ...only(loggedIds, input), ...only(['outcome', 'error'], output) });
      return output;
    } catch (error) {
      logger.error('Step failed', { ...only(loggedIds, input), ...errorPlace(error) });
      throw withoutPersonalData(error);
    }
  }).use(injectLambdaContext(logger, { logEvent: false, resetKeys: true }));
}

function check<T>(side: keyof Contract<unknown, unknown>, schema: z.ZodMiniType<T>, value: unknown): T {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.') || '(the whole)'))];
  throw new ContractError(`Step ${side} does not match its contract at: ${fields.join(', ')}`);
}

const loggedIds = ['operationId', 'fileId', 'accountId', 'runId', 'directory'];

function only(keys: readonly string[], value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([key]) => keys.includes(key)));
}

function withoutPersonalData(error: unknown): Error {
  const ours = error instanceof RetryableError ? new RetryableError(error.message) : undefined;
  if (ours) return ours;
  if (error instanceof ContractError) return error;
  const name = error instanceof Error ? error.name : typeof error;
  return new StepError(`The step failed with ${name}; its log has the place`);
}

/** Anything that is neither expected nor worth another try. */
class StepError extends Error {
  override readonly name = 'StepError';
}
