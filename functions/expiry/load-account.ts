import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { dayOf } from '../account/account-dates.ts';
import { findAccount } from '../account/account-repository.ts';
import type { Account } from '../account/account.ts';
import { dueKinds, whatIsDue } from '../account/what-comes.ts';
import { idFrom } from '../operation/id-from.ts';
import type { RequestDeps } from '../request/request-deps.ts';
import { restartRequest } from '../request/save-request.ts';
import { id } from '../step/id.ts';
import type { StartWorkflow } from '../workflow/start-workflow.ts';
import type { ExpiringDeps } from './expiring.ts';
import { isNews, newsOf } from './news.ts';

/** What a look at an account came to before: the last thing that was done, and how many looks there were. */
const done = z.enum([...dueKinds, 'renewed', 'nothing-due']);

export const contract = {
  input: z.object({
    accountId: id,
    file: z.optional(z.object({ outcome: done, done, looks: z.number() })),
    /** Of the step that came before: whether it found something to do. */
    account: z.optional(z.object({ outcome: z.string() })),
  }),
  output: z.object({ outcome: done, accountId: id, done, looks: z.number() }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/** What is due follows from what is done: even one that nobody looked at for years is suspended at its fifth look. */
const mostLooks = 12;

export interface LoadAccountDeps extends ExpiringDeps, Pick<RequestDeps, 'start'> {
  readonly startOnboarding: StartWorkflow;
}

/**
 * Reads the account again before anything is done to it, and its files: a reminder may be older than a renewal (K-06). One
 * that has a complete file which it does not know yet, or a stay that was extended, is left alone for today, and onboarded
 * with it.
 * @returns what is to be done now, and `done`: what was done last since the run began.
 * @throws RetryableError when the tables or the engine are away.
 */
export async function loadAccount(
  { accountId, file: before, account: step }: Input,
  deps: LoadAccountDeps,
): Promise<Output> {
  const looks = (before?.looks ?? 0) + 1;
  if (looks > mostLooks) throw new Error('There is no end to what is due for an account');
  // A step that finds nothing left to do says so: it is not what was done.
  const last =
    step && step.outcome !== 'unchanged' ? (before?.outcome ?? 'nothing-due') : (before?.done ?? 'nothing-due');
  const learned = (outcome: Output['outcome'], did = last): Output => ({ outcome, accountId, done: did, looks });

  const account = await findAccount(accountId, deps.tables);
  if (!account) return learned('nothing-due');
  if (await renew(account, deps)) return learned('renewed', 'renewed');
  return learned(whatIsDue(account, deps.university, deps.now()) ?? 'nothing-due');
}

/** Starts what an office or a sponsor has said and no run has brought to its end: once a day, until one has. */
async function renew(account: Account, deps: LoadAccountDeps): Promise<boolean> {
  if (account.state === 'closed') return false;
  const { university, start, startOnboarding, now } = deps;
  const today = dayOf(now(), university.timeZone);
  const news = await newsOf(account, deps);
  for (const stay of news.stays) await restartRequest(stay, today, start);
  for (const { fileId, version } of news.files) {
    const hash = createHash('sha256').update(`renewed ${fileId} ${String(version)} ${today}`);
    const operationId = idFrom(hash.digest());
    await startOnboarding(operationId, { operationId, fileId });
  }
  return isNews(news);
}
