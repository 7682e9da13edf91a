import * as z from 'zod/mini';
import type { FileRecord } from '../file/file.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import { requestSchema, type Stay } from './request.ts';

/** The request that a file was granted on: the number of the CRI's own files is the request's id, of others none. */
export async function requestOf(
  { office, fileNumber }: Pick<FileRecord, 'office' | 'fileNumber'>,
  tables: Pick<Tables, 'get'>,
): Promise<Stay | undefined> {
  if (office !== 'cri' || !z.safeParse(id, fileNumber).success) return undefined;
  const row = await tables.get('requests', { requestId: fileNumber });
  const request = row && z.parse(requestSchema, row);
  return request && request.kind !== 'access' ? request : undefined;
}
