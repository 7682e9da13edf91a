import { Temporal } from 'temporal-polyfill';
import { asciiLetters } from '../../functions/account/ascii-letters.ts';
import { type ExportColumn, exportColumns } from '../../functions/intake/export-format.ts';
import type { RowOutcome } from '../../functions/intake/row-outcome.ts';
import type { OfficeName, PopulationName } from '../../functions/university/university.ts';

export interface GeneratedRow {
  /** On which it begins in the CSV, the header being line 1. */
  readonly line: number;
  readonly cells: Readonly<Record<ExportColumn, string>>;
  /** What a first hand-over of the export must say of the row. */
  readonly expected: RowOutcome;
}

export interface GeneratedExport {
  readonly csv: string;
  readonly rows: readonly GeneratedRow[];
}

export interface ExportToGenerate {
  readonly office: OfficeName;
  readonly rows: number;
  /** The same seed gives the same people; another one gives other people with other numbers. */
  readonly seed: number;
  /** `YYYY-MM-DD`: stays have begun and have not ended on this day. */
  readonly today: string;
  readonly delimiter?: ';' | ',';
  readonly lineEnd?: '\n' | '\r\n';
  readonly bom?: boolean;
  /** Only complete rows: for benchmarks. */
  readonly clean?: boolean;
}

/**
 * The export of an invented university: French names, homonyms, accents, missing pieces, rows that an office got wrong,
 * and every population of the office. In twenty rows there is something of everything.
 */
export function generateExport(wanted: ExportToGenerate): GeneratedExport {
  const { rows: count, delimiter = ';', lineEnd = '\n', bom = false, clean = false } = wanted;
  const rows: (GeneratedRow & { ragged?: boolean })[] = [];
  let line = 2;
  for (let index = 0; index < count; index += 1) {
    const cells = person(index, wanted);
    const row = { line, ...(clean ? complete(cells) : spoiled(index, cells, rows.at(-1))) };
    rows.push(row);
    line += 1 + Object.values(row.cells).filter((cell) => cell.includes('\n')).length;
  }
  const written = rows.map(({ cells, ragged }) =>
    exportColumns
      .slice(0, ragged ? 5 : undefined)
      .map((column) => quoted(cells[column], delimiter))
      .join(delimiter),
  );
  const csv = [exportColumns.join(delimiter), ...written].map((line) => line + lineEnd).join('');
  return {
    csv: bom ? `\uFEFF${csv}` : csv,
    rows: rows.map(({ line, cells, expected }) => ({ line, cells, expected })),
  };

  function quoted(cell: string, by: string): string {
    return cell.includes(by) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  }
}

type Cells = GeneratedRow['cells'];
type Spoiled = Pick<GeneratedRow, 'cells' | 'expected'> & { ragged?: boolean };

const populationsOf: Record<OfficeName, readonly PopulationName[]> = {
  registrar: ['student', 'student', 'student', 'phd'],
  hr: ['staff'],
  cri: ['guest', 'temporary-guest', 'local'],
};

const firstNames = [
  ...['Léa', 'Jean-Baptiste', 'Chloé', 'Zoé', 'Éléonore', 'Anaïs', 'François', 'Maëlle', 'Noël', 'Jérôme', 'Inès'],
  ...['Théo', 'Gaëlle', 'Loïc', 'Hélène', 'Marie Claire', 'Œdipe', 'Ahmed', 'Nguyễn', 'Łukasz', 'Søren', 'Li', 'J.'],
];
const lastNames = [
  ...['Dupont', 'Martin', 'Lefèvre', "d'Alençon", 'de La Tour du Pin', 'Bœuf', 'Müller', 'Strauß', 'Ça', 'Le Goff'],
  ...['N’Diaye', 'Ben Saïd', 'García Márquez', 'O', 'Çelik', 'Nowak', 'Petit-Jean', 'Ångström', 'Roux', 'Fontaine'],
];

/** Every fifth person is one of the homonyms. */
function person(index: number, { office, seed, today }: ExportToGenerate): Cells {
  const random = generator(seed * 1_000_003 + index);
  const of = <T>(list: readonly [T, ...T[]] | readonly T[], fallback: T): T => list[random(list.length)] ?? fallback;
  const homonym = index % 5 === 4;
  const firstName = homonym ? 'Jean' : of(firstNames, 'Léa');
  const lastName = homonym ? 'Dupont' : of(lastNames, 'Martin');
  const population = populationsOf[office][index % populationsOf[office].length] ?? 'student';
  const number = `${seed}${String(index).padStart(6, '0')}`;
  const day = Temporal.PlainDate.from(today);
  const studies = population === 'student' || population === 'phd';
  const daysLeft = population === 'temporary-guest' ? 5 + random(5) : 200 + random(100);
  const local = [firstName, lastName, number].map((part) => asciiLetters(part) || part).join('.');
  return {
    file_number: `${office.slice(0, 1).toUpperCase()}-${number}`,
    population,
    first_name: firstName,
    last_name: lastName,
    birth_date: day.subtract({ years: 18 + random(studies ? 8 : 40), days: random(365) }).toString(),
    personal_email: `${local}@example.org`,
    opi_number: population === 'student' && random(2) === 0 ? `OPI${number}` : '',
    student_number: studies ? `2${number}` : '',
    cvec_number: population === 'student' ? `CLF1-${number.slice(-6)}-${10 + random(90)}` : '',
    ine: studies ? `${number.padStart(9, '0').slice(-9)}${of(['AB', 'CD', 'EF', 'GH'], 'JK')}` : '',
    programme: studies ? of(['L1 Info; maths', 'Master "Data"', 'Ingénieur ISIMA', 'Doctorat'], '') : '',
    affiliations: of(['', 'isima', 'limos', 'isima limos'], ''),
    starts_on: day.subtract({ days: 10 + random(10) }).toString(),
    ends_on: population === 'staff' && random(2) === 0 ? '' : day.add({ days: daysLeft }).toString(),
    missing: '',
  };
}

function complete(cells: Cells): Spoiled {
  return { cells, expected: 'Onboarded' };
}

/** What goes wrong in real exports, by the place in twenty rows, and what must become of it. */
function spoiled(index: number, cells: Cells, before: GeneratedRow | undefined): Spoiled {
  const incomplete = (change: Partial<Cells>): Spoiled => ({
    cells: { ...cells, ...change },
    expected: 'FileIncomplete',
  });
  const rejectedFile = (change: Partial<Cells>): Spoiled => ({
    cells: { ...cells, ...change },
    expected: 'FileRejected',
  });
  const rejectedRow = (change: Partial<Cells>, ragged = false): Spoiled => ({
    cells: { ...cells, ...change },
    expected: 'RowRejected',
    ragged,
  });
  const round = Math.floor(index / 20);
  switch (index % 20) {
    case 3:
      return incomplete({ missing: 'payment' });
    case 6:
      return incomplete({ missing: 'cvec identity' });
    case 8:
      return incomplete({ personal_email: '' });
    case 10:
      return incomplete({ affiliations: 'emse' });
    case 11:
      return complete({
        ...cells,
        affiliations: 'emse',
        personal_email: cells.personal_email.replace('example.org', 'emse.fr'),
      });
    case 13:
      return (
        [
          rejectedRow({ birth_date: '2006-02-30' }),
          rejectedRow({ population: 'professor' }),
          rejectedRow({ personal_email: 'jean.dupont@example.org, eve@example.org' }),
          rejectedRow({ last_name: ' ' }),
          rejectedRow({ first_name: 'Jean\nDupont' }),
          rejectedRow({ population: cells.population === 'staff' ? 'student' : 'staff' }),
          rejectedRow({ missing: '' }, true),
        ][round % 7] ?? complete(cells)
      );
    case 15:
      return (
        [
          rejectedFile({ ends_on: Temporal.PlainDate.from(cells.starts_on).subtract({ days: 1 }).toString() }),
          rejectedFile({ ine: cells.file_number }),
          rejectedFile({ first_name: '٣', last_name: '—' }),
        ][round % 3] ?? complete(cells)
      );
    case 17:
      return before ? { cells: before.cells, expected: 'Repeated' } : complete(cells);
    case 18:
      return before ? rejectedRow({ file_number: before.cells.file_number.toLowerCase() }) : complete(cells);
    default:
      return complete(cells);
  }
}

/** Mulberry32: small, seeded, good enough to mix names. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
