import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import type { Row, Tables } from '../table/tables.ts';
import { type Operation, type OperationKind, operationSchema } from './operation.ts';

/** What was typed is personal data: it is forgotten after a week, when whoever asks why nothing came has asked. */
const keptSeconds = 7 * 24 * 3600;

/** Of a request that has ended, or that ends by itself: when the table forgets it. */
export function forgotten(since: Temporal.Instant): { expiresAt: number } {
  return { expiresAt: Math.floor(since.epochMilliseconds / 1000) + keptSeconds };
}

/** Stores a request. @returns `exists` when its id is stored already; what is stored stays then. */
export async function saveOperation(
  operation: Operation,
  { tables }: { tables: Pick<Tables, 'write'> },
): Promise<'saved' | 'exists'> {
  const put: Row = operation;
  const written = await tables.write({ table: 'operations', put, if: { absent: ['operationId'] } });
  return written === 'conflict' ? 'exists' : 'saved';
}

/** The request of this kind with this id, or `undefined` when there is none or it has been forgotten. */
export async function getOperation<K extends OperationKind>(
  operationId: string,
  kind: K,
  { tables }: { tables: Pick<Tables, 'get'> },
): Promise<Extract<Operation, { kind: K }> | undefined> {
  const row = await tables.get('operations', { operationId });
  const operation = row && z.parse(operationSchema, row);
  return operation && isOf(operation, kind) ? operation : undefined;
}

function isOf<K extends OperationKind>(operation: Operation, kind: K): operation is Extract<Operation, { kind: K }> {
  return operation.kind === kind;
}
