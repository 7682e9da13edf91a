import * as z from 'zod/mini';
import type { Tables } from '../table/tables.ts';
import { type Request, requestSchema, type Stay } from './request.ts';

/** The request with this id. */
export async function findRequest(requestId: string, tables: Pick<Tables, 'get'>): Promise<Request | undefined> {
  const row = await tables.get('requests', { requestId });
  return row && z.parse(requestSchema, row);
}

/** The stay with this id; a request for a service is none. */
export async function findStay(requestId: string, tables: Pick<Tables, 'get'>): Promise<Stay | undefined> {
  const request = await findRequest(requestId, tables);
  return request && isStay(request) ? request : undefined;
}

export function isStay(request: Request): request is Stay {
  return request.kind !== 'access';
}
