import type { BlockList } from 'node:net';
import type { Temporal } from 'temporal-polyfill';
import { comparableAddress } from '../../mail/comparable-address.ts';
import { forgotten, saveOperation } from '../../operation/operation-repository.ts';
import { knownDevice } from '../../session/known-device.ts';
import type { CountMetric } from '../../step/count-metric.ts';
import type { Tables } from '../../table/tables.ts';
import { clientBucket } from '../../throttle/client-bucket.ts';
import { countByAll } from '../../throttle/count-by-all.ts';
import { countUses } from '../../throttle/count-uses.ts';
import type { Limit } from '../../throttle/throttle.ts';
import type { Language } from '../../university/university.ts';
import type { StartWorkflow } from '../../workflow/start-workflow.ts';
import { operationIdOf } from '../operation-id.ts';

/** By what was typed, as with the onboarding form: each try may send a mail. */
export const recoveriesByIdentifier: Limit = { uses: 5, windowSeconds: 15 * 60 };

/** By client address, outside the campus: PWM's default for an address (D-05). */
export const recoveriesByAddress: Limit = { uses: 30, windowSeconds: 5 * 60 };

/**
 * By everybody together (D-10). The busiest hour of a university of 40,000 is the first of the year, when one in twenty has
 * forgotten: 2,000. What is above is a flood, of which the operator is told.
 */
export const recoveriesByAll: Limit = { uses: 3000, windowSeconds: 3600 };

export interface ReceiveRecoveryDeps {
  readonly tables: Pick<Tables, 'write'>;
  readonly start: Readonly<Record<'recovery', StartWorkflow>>;
  readonly hmacKey: () => Promise<string>;
  readonly campus: BlockList;
  readonly now: () => Temporal.Instant;
  readonly countMetric: CountMetric;
}

export interface RecoveryForm {
  readonly form: string;
  readonly language: Language;
  readonly clientAddress: string | undefined;
  /** What this browser holds of an earlier coming in. */
  readonly device: string | undefined;
}

/**
 * Stores what was typed by somebody who has forgotten, and starts the recovery, whoever it is: whether there is such an account
 * is found out in the workflow (D-02). Counting comes first and counts every name alike, known or not (D-03).
 *
 * A browser in which somebody has come in under this name has tries of its own, and mails: a stranger who asks all day
 * keeps nobody out there (B-19, D-11).
 *
 * The same form sent twice is one request; with another name it is another one.
 *
 * @throws RetryableError when the tables or the engine are away: sending the same form again is safe.
 */
export async function receiveRecovery(
  identifier: string,
  { form, language, clientAddress, device }: RecoveryForm,
  { tables, start, hmacKey, campus, now, countMetric }: ReceiveRecoveryDeps,
): Promise<void> {
  const throttle = { tables, now, hmacKey: await hmacKey() };
  const client = clientBucket(clientAddress, campus);
  const name = comparableAddress(identifier);
  const knownBy = knownDevice(device, name, throttle.hmacKey);
  const asker = knownBy === undefined ? 'recovery-of' : `device#${knownBy}#recovery-of`;
  const refused = await countUses(
    [
      { bucket: `${asker}#${name}`, limit: recoveriesByIdentifier },
      ...(client === undefined ? [] : [{ bucket: `recovery#${client}`, limit: recoveriesByAddress }]),
    ],
    throttle,
  );
  const { refused: none, isFlood } = await countByAll(
    { form: 'recovery', limit: recoveriesByAll, client, refused },
    throttle,
  );
  if (isFlood) countMetric('RecoveryFlood');

  // Refused, it makes the same calls (D-01, D-02), with a request that finds nothing: one for all of the window's.
  const request =
    none === undefined
      ? {
          operationId: operationIdOf('recovery', form, [identifier], throttle.hmacKey),
          identifier,
          ...(knownBy !== undefined && { knownBy }),
        }
      : { operationId: none, identifier: nobody };
  const askedAt = now();
  await saveOperation(
    {
      ...request,
      kind: 'recovery',
      language,
      askedAt: askedAt.toString(),
      ...forgotten(askedAt),
    },
    { tables },
  );
  await start.recovery(request.operationId, { operationId: request.operationId });
}

/** Neither a login nor an address. */
const nobody = '-';
