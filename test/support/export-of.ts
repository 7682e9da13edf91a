import { exportColumns } from '../../functions/intake/export-format.ts';
import type { HandedOver } from '../../functions/file/file.ts';

/** An office's export that says these things of these people: `;`, a header, LF. No value here needs quotes. */
export function exportOf(people: readonly HandedOver[]): string {
  const rows = people.map((person) =>
    [
      ...[person.fileNumber, person.population, person.firstName, person.lastName, person.birthDate],
      ...[person.personalEmail, person.opiNumber, person.studentNumber, person.cvecNumber, person.ine],
      ...[person.programme, person.affiliations.join(' '), person.startsOn, person.endsOn, person.missing.join(' ')],
    ]
      .map((value) => value ?? '')
      .join(';'),
  );
  return `${[exportColumns.join(';'), ...rows].join('\n')}\n`;
}
