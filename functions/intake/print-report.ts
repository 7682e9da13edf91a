import { Temporal } from 'temporal-polyfill';
import { type AddressTrouble, addressTroubles } from '../mail/address-health.ts';
import { university } from '../university/uca.ts';
import type { Language, Text } from '../university/university.ts';
import { countLine } from './count-line.ts';
import { inOneLine } from './in-one-line.ts';
import type { IntakeReport } from './intake-report.ts';
import { type RowOutcome, rowOutcomes } from './row-outcome.ts';

/** A report as text for a terminal, ending in a line break. What an export could smuggle into a terminal is taken out (F-04). */
export function printReport(report: IntakeReport, language: Language): string {
  const say = (text: Text) => text[language];
  const lines = [
    `${say(title)} ${inOneLine(report.key)} (${report.runId})`,
    `${say(readAt)} ${when(report.readAt)}`,
    '',
    ...(report.unreadable
      ? [say(unreadable), `  ${say(report.unreadable.reason)}`, `  → ${say(report.unreadable.remedy)}`]
      : [
          `${report.rows} ${say(report.rows === 1 ? row : rows)}`,
          ...(report.outcome === 'partly-applied' ? [say(partly)] : []),
          ...rowOutcomes.flatMap((outcome) => counted(report.counts[outcome], say(labels[outcome]))),
          ...addressLines(report, say),
        ]),
    ...report.attention.flatMap(({ line, fileNumber, outcome, column, reason, remedy }, index, all) => [
      ...(index > 0 && all[index - 1]?.line === line
        ? []
        : [
            '',
            `${say(lineLabel)} ${line}${fileNumber === undefined ? '' : ` · ${fileNumber}`} · ${say(labels[outcome])}`,
          ]),
      `  ${column === undefined ? '' : `${column} : `}${say(reason)}`,
      `  → ${say(remedy)}`,
    ]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** These rows have an outcome of their own, so that they are counted apart. */
function addressLines({ addresses }: IntakeReport, say: (text: Text) => string): string[] {
  const lines = addressTroubles.flatMap((trouble) => counted(addresses[trouble], say(addressLabels[trouble])));
  return lines.length === 0 ? [] : ['', ...lines, `  → ${say(otherAddress)}`];
}

/** What there is none of has no line. */
function counted(count = 0, label: string): string[] {
  return count === 0 ? [] : [countLine(count, label)];
}

function when(instant: string): string {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(university.timeZone);
  return `${local.toPlainDate().toString()} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}

const title: Text = { fr: 'Rapport du dépôt', en: 'Report on the hand-over of' };
const readAt: Text = { fr: 'lu le', en: 'read on' };
const unreadable: Text = {
  fr: 'Le fichier n’a pas pu être lu ; rien n’a été appliqué.',
  en: 'The file could not be read; nothing was applied.',
};
const partly: Text = {
  fr: 'Appliqué en partie : déposez le même fichier de nouveau, ce qui est fait n’est pas refait.',
  en: 'Applied in part: hand the same file over again, what is done is not done again.',
};
const row: Text = { fr: 'ligne', en: 'row' };
const rows: Text = { fr: 'lignes', en: 'rows' };
const lineLabel: Text = { fr: 'Ligne', en: 'Line' };

const labels: Record<RowOutcome, Text> = {
  Onboarded: { fr: 'compte ouvert ou mis à jour', en: 'account opened or brought up to date' },
  AlreadyOnboarded: { fr: 'compte déjà ouvert', en: 'account open already' },
  FileIncomplete: { fr: 'dossier incomplet', en: 'file incomplete' },
  FileRejected: { fr: 'dossier refusé', en: 'file rejected' },
  Unchanged: { fr: 'inchangé', en: 'unchanged' },
  Superseded: { fr: 'dépassé par un dépôt plus récent', en: 'overtaken by a later hand-over' },
  Repeated: { fr: 'répète une ligne du même fichier', en: 'repeats a line of the same file' },
  IdentityChanged: { fr: 'retenu : l’identité diffère', en: 'held: the identity differs' },
  RowRejected: { fr: 'ligne à corriger', en: 'row to correct' },
  StepFailed: { fr: 'échec de notre côté', en: 'failed on our side' },
  NotProcessed: { fr: 'non traité', en: 'not processed' },
};

const addressLabels: Record<AddressTrouble, Text> = {
  bounced: {
    fr: 'avec une adresse dont nos courriels reviennent',
    en: 'with an address from which our mails come back',
  },
  complained: {
    fr: 'avec une adresse où un de nos courriels a été signalé comme indésirable',
    en: 'with an address where a mail of ours was reported as spam',
  },
};
const otherAddress: Text = {
  fr: 'Demandez une autre adresse à ces personnes, puis déposez leurs lignes de nouveau.',
  en: 'Ask these people for another address, then hand their rows over again.',
};
