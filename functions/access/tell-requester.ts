import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { findAccount } from '../account/account-repository.ts';
import { recoveryAddressOf } from '../account/recovery-address.ts';
import type { Account } from '../account/account.ts';
import { getFile } from '../file/file-repository.ts';
import { addresseeOf } from '../mail/addressee.ts';
import { accessNews, type AccessNewsKind } from '../mail/letters/access-news.tsx';
import type { Mail } from '../mail/mail.ts';
import { reachableAddress, type ReachableAddressDeps } from '../mail/reachable-address.ts';
import { sendOnce } from '../mail/send-once.ts';
import { type Access, workDesk } from '../request/request.ts';
import { findRequest, isStay } from '../request/request-repository.ts';
import { isCurrentVersion, requestState, type RequestState } from '../request/request-state.ts';
import { servicesOnRequest } from '../request/services-on-request.ts';
import type { CountMetric } from '../step/count-metric.ts';
import type { Tables } from '../table/tables.ts';
import type { University } from '../university/university.ts';

export const contract = {
  input: requestState,
  output: z.object({
    outcome: z.enum(['sent', 'already-sent', 'refused', 'throttled', 'no-address', 'nothing-to-say']),
  }),
};
type Output = z.infer<typeof contract.output>;

export interface TellRequesterDeps extends ReachableAddressDeps {
  readonly tables: Tables;
  readonly mail: Mail;
  readonly university: University;
  readonly publicUrl: string;
  readonly countMetric: CountMetric;
  readonly now: () => Temporal.Instant;
}

/**
 * Tells who asked for a service what became of it, and notes that this change of the request needs nothing more. It is the last
 * step.
 * @throws RetryableError when the tables or the mail provider are away.
 */
export async function tellRequester(state: RequestState, deps: TellRequesterDeps): Promise<Output> {
  const { requestId, version } = state;
  const request = await findRequest(requestId, deps.tables);
  const access = request && !isStay(request) && isCurrentVersion(request, state) ? request : undefined;
  const outcome = access ? await told(access, deps) : 'nothing-to-say';
  await deps.tables.write({
    table: 'desks',
    delete: { desk: workDesk, requestId },
    if: { equals: { version: Number(version) } },
  });
  return { outcome };
}

async function told(access: Access, deps: TellRequesterDeps): Promise<Output['outcome']> {
  const { tables, university, publicUrl, now } = deps;
  const { requestId: reference, version, service, until, decision } = access;
  const kind = newsOf(access);
  const account = await findAccount(access.accountId, tables);
  if (!kind || !account) return 'nothing-to-say';
  const file = await getFile(account.leadingFileId, tables);
  const recovery = await reachableAddress(recoveryAddressOf(account, file, now(), university), deps);
  const to = recovery ?? account.mailAddress;
  if (to === undefined) return 'no-address';
  const write = () =>
    accessNews({
      ...addresseeOf(account, file, university),
      ...{ kind, service, until, reference, portalUrl: `${publicUrl}/account` },
      passwordAgain: needsPassword(access, account, university),
      ...(decision && { reason: decision.reason }),
    });
  return sendOnce({ mailKey: `access#${reference}#${version}`, to, write, allowed: () => Promise.resolve(true) }, deps);
}

function newsOf({ state }: Access): AccessNewsKind | undefined {
  return state === 'withdrawn' ? undefined : state;
}

/** A directory that comes to hold the account has none of its password, which is kept nowhere. */
function needsPassword({ service }: Access, { passwords, credentialEpoch }: Account, university: University): boolean {
  const used = servicesOnRequest(university).get(service) ?? [];
  return used.some((name) => passwords[name]?.epoch !== credentialEpoch);
}
