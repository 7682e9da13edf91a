import type { Tables, Write } from '../../functions/table/tables.ts';
import { type InMemoryTables, inMemoryTables } from '../support/in-memory-tables.ts';

/** Tables that note which accounts are written. */
export function notedTables(): { kept: InMemoryTables; tables: Tables; changedAccounts: Set<string> } {
  const kept = inMemoryTables();
  const changedAccounts = new Set<string>();
  const note = (write: Write): void => {
    if (write.table !== 'accounts' || 'check' in write) return;
    const { accountId } = 'put' in write ? write.put : 'update' in write ? write.update : write.delete;
    if (typeof accountId === 'string') changedAccounts.add(accountId);
  };
  const tables: Tables = {
    get: (table, key) => kept.get(table, key),
    query: (table, partition, page) => kept.query(table, partition, page),
    write: (write) => {
      note(write);
      return kept.write(write);
    },
    transact: (writes) => {
      writes.forEach(note);
      return kept.transact(writes);
    },
  };
  return { kept, tables, changedAccounts };
}
