import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { findAccount } from '../account/account-repository.ts';
import { ticket, type Ticket } from '../mail/letters/ticket.tsx';
import type { Mail } from '../mail/mail.ts';
import { sendOnce } from '../mail/send-once.ts';
import type { CountMetric } from '../step/count-metric.ts';
import type { Tables } from '../table/tables.ts';
import type { PopulationName, University } from '../university/university.ts';
import { isWaiting, type Request } from './request.ts';
import { findRequest, isStay } from './request-repository.ts';
import { requestState, type RequestState } from './request-state.ts';

export const contract = {
  input: requestState,
  output: z.object({ outcome: z.enum(['sent', 'already-sent', 'refused', 'throttled', 'nothing-to-say']) }),
};
type Output = z.infer<typeof contract.output>;

interface Deps {
  readonly tables: Tables;
  readonly mail: Mail;
  readonly university: University;
  readonly publicUrl: string;
  readonly countMetric: CountMetric;
  readonly now: () => Temporal.Instant;
}

/**
 * Tells the ticket manager that something waits for the CRI: a reference and what a ticket is sorted by, and no name. One ticket for
 * all guests of a form.
 * @throws RetryableError when the tables or the mail provider are away.
 */
export async function openTicket({ requestId, version }: RequestState, deps: Deps): Promise<Output> {
  const { tables, university, publicUrl } = deps;
  const request = await findRequest(requestId, tables);
  if (!request || !isWaiting(request) || !isFirst(request)) return { outcome: 'nothing-to-say' };
  const population = await populationOf(request, tables);
  if (population === undefined) return { outcome: 'nothing-to-say' };
  const outcome = await sendOnce(
    {
      mailKey: `ticket#${requestId}#${version}`,
      to: university.ticketManager,
      write: () =>
        ticket({
          ...{ university, firstName: '', population, link: `${publicUrl}/cri`, reference: requestId },
          ...aboutOf(request),
        }),
      // As many as there are forms; the quotas bound them.
      allowed: () => Promise.resolve(true),
    },
    deps,
  );
  return { outcome };
}

function isFirst(request: Request): boolean {
  if (!isStay(request) || request.state !== 'waiting') return true;
  return request.group === undefined || request.group.first === request.requestId;
}

async function populationOf(request: Request, tables: Tables): Promise<PopulationName | undefined> {
  return isStay(request) ? request.kind : (await findAccount(request.accountId, tables))?.population;
}

function aboutOf(request: Request): Pick<Ticket, 'what' | 'services' | 'until' | 'requests'> {
  if (!isStay(request)) return { what: 'access', services: [request.service], until: request.until, requests: 1 };
  const { services, wantedEnd, endsOn, group } = request;
  return wantedEnd === undefined
    ? { what: 'stay', services, until: endsOn, requests: group?.of ?? 1 }
    : { what: 'extension', services, until: wantedEnd, requests: 1 };
}
