import * as z from 'zod/mini';
import type { Tables } from '../table/tables.ts';
import { type Operation, operationSchema } from './operation.ts';

/** A claim is personal data: it is forgotten after a week, when whoever asks why nothing came has asked. */
export const claimKeptSeconds = 7 * 24 * 3600;

/** Stores a request. @returns `exists` when its id is stored already; what is stored stays then. */
export async function saveOperation(
  operation: Operation,
  { tables }: { tables: Pick<Tables, 'write'> },
): Promise<'saved' | 'exists'> {
  const written = await tables.write({ table: 'operations', put: operation, if: { absent: ['operationId'] } });
  return written === 'conflict' ? 'exists' : 'saved';
}

/** The request with this id, or `undefined` when there is none or it has been forgotten. */
export async function getOperation(
  operationId: string,
  { tables }: { tables: Pick<Tables, 'get'> },
): Promise<Operation | undefined> {
  const row = await tables.get('operations', { operationId });
  return row && z.parse(operationSchema, row);
}
