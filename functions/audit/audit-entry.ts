import type { Temporal } from 'temporal-polyfill';
import type { Row, Write } from '../table/tables.ts';

/**
 * One line of the journal: what was done to a file or an account, by which operation, when. Ids and outcomes only.
 * Entries are added and never changed (F-05): the same event of the same operation is a conflict, which a step that
 * runs twice takes for done.
 */
export function auditEntry(subject: string, what: string, by: string, at: Temporal.Instant, details: Row = {}): Write {
  return {
    table: 'audit',
    put: { ...details, subject, event: `${what}#${by}`, at: at.toString() },
    if: { absent: ['subject'] },
  };
}
