import { createHmac } from 'node:crypto';
import type { BlockList } from 'node:net';
import type { Temporal } from 'temporal-polyfill';
import { claimFileKey } from '../../file/file-key.ts';
import type { Claim } from '../../file/file.ts';
import { idFrom } from '../../operation/id-from.ts';
import { forgotten, saveOperation } from '../../operation/operation-repository.ts';
import type { CountMetric } from '../../step/count-metric.ts';
import type { Tables } from '../../table/tables.ts';
import { clientBucket } from '../../throttle/client-bucket.ts';
import { countByAll } from '../../throttle/count-by-all.ts';
import { countUses } from '../../throttle/count-uses.ts';
import type { Limit } from '../../throttle/throttle.ts';
import type { Language } from '../../university/university.ts';
import type { StartWorkflow } from '../../workflow/start-workflow.ts';

/**
 * By number: a person corrects a mistype two or three times. Each try may send a mail, so half of what PWM allows a user
 * in three times the time (10 in 5 minutes).
 */
export const claimsByNumber: Limit = { uses: 5, windowSeconds: 15 * 60 };

/** By client address, outside the campus: PWM's default for an address (D-05). */
export const claimsByAddress: Limit = { uses: 30, windowSeconds: 5 * 60 };

/**
 * By everybody together (D-04). A claim proves nothing, so that guesses let nobody in; but each costs an execution, and a right
 * one a mail. The busiest hour of a university with 15,000 newcomers is the one after their certificates are sent, when one
 * in five comes: 3,000. What is above is a flood, of which the operator is told; whoever holds a link needs no claim.
 */
export const claimsByAll: Limit = { uses: 3000, windowSeconds: 3600 };

export interface ReceiveClaimDeps {
  readonly tables: Pick<Tables, 'write'>;
  readonly start: Readonly<Record<'onboarding', StartWorkflow>>;
  readonly hmacKey: () => Promise<string>;
  readonly campus: BlockList;
  readonly now: () => Temporal.Instant;
  readonly countMetric: CountMetric;
}

/**
 * Stores what a form brought and starts its onboarding, whatever the state: what depends on the person happens in the
 * workflow (D-02). Counting comes first and counts every number alike, known or not (D-03).
 *
 * The same form sent twice is one request; the same form with other answers is another one, since a page that is gone
 * back to brings its old number with it.
 *
 * @throws RetryableError when the tables or the engine are away: sending the same form again is safe.
 */
export async function receiveClaim(
  claim: Claim,
  { form, language, clientAddress }: { form: string; language: Language; clientAddress: string | undefined },
  { tables, start, hmacKey, campus, now, countMetric }: ReceiveClaimDeps,
): Promise<void> {
  const throttle = { tables, now, hmacKey: await hmacKey() };
  const client = clientBucket(clientAddress, campus);
  const refused = await countUses(
    [
      { bucket: `number#${claimFileKey(claim)}`, limit: claimsByNumber },
      ...(client === undefined ? [] : [{ bucket: client, limit: claimsByAddress }]),
    ],
    throttle,
  );
  const { refused: none, isFlood } = await countByAll({ form: 'claim', limit: claimsByAll, client, refused }, throttle);
  if (isFlood) countMetric('ClaimFlood');

  // Refused, it makes the same calls (D-01, D-02), with a request that finds nothing: one for all of the window's.
  const request =
    none === undefined
      ? { operationId: requestId(form, claim, throttle.hmacKey), claim }
      : { operationId: none, claim: nobody };
  const askedAt = now();
  await saveOperation(
    {
      ...request,
      kind: 'onboarding',
      language,
      askedAt: askedAt.toString(),
      ...forgotten(askedAt),
    },
    { tables },
  );
  await start.onboarding(request.operationId, { operationId: request.operationId });
}

/** A claim that no file answers to: no number is empty. */
const nobody: Claim = { key: 'file_number', number: '', birthDate: '1900-01-01' };

/** Keyed, so that neither a stranger can name an execution nor its name tells what was typed (F-08). */
function requestId(form: string, claim: Claim, hmacKey: string): string {
  const hmac = createHmac('sha256', hmacKey).update(`request\0${form}\0${JSON.stringify(claim)}`);
  return idFrom(hmac.digest());
}
