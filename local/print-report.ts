import type { IntakeReport } from '../functions/intake/intake-report.ts';
import { rowOutcomes } from '../functions/intake/row-outcome.ts';
import type { Language } from '../functions/university/university.ts';

/** Lines of attention that a screen takes; all of them are in the report itself. */
const shownAtMost = 40;

const words = {
  fr: { line: 'ligne', rows: 'lignes', more: 'autres, dans', file: 'dossier' },
  en: { line: 'line', rows: 'rows', more: 'more, in', file: 'file' },
} as const;

/** An intake's report as lines for a terminal, in the language of whoever sits there. */
export function printReport(report: IntakeReport, language: Language): string[] {
  const { unreadable, counts, attention } = report;
  const word = words[language];
  const sentence = ({ reason, remedy }: Pick<IntakeReport['attention'][number], 'reason' | 'remedy'>) =>
    `${reason[language]} ${remedy[language]}`;
  return [
    ...(unreadable ? [`  ${sentence(unreadable)}`] : []),
    `  ${String(report.rows).padStart(6)} ${word.rows}`,
    ...rowOutcomes.flatMap((outcome) => {
      const count = counts[outcome] ?? 0;
      return count > 0 ? [`  ${String(count).padStart(6)} ${outcome}`] : [];
    }),
    ...(attention.length > 0 ? [''] : []),
    ...attention
      .slice(0, shownAtMost)
      .flatMap(({ line, fileNumber, column, outcome, ...notice }) => [
        `  ${word.line} ${line}${fileNumber === undefined ? '' : `, ${word.file} ${fileNumber}`} · ${outcome}${column === undefined ? '' : ` · ${column}`}`,
        `      ${sentence(notice)}`,
      ]),
    ...(attention.length > shownAtMost
      ? [`  … ${attention.length - shownAtMost} ${word.more} runs/${report.runId}/report.json`]
      : []),
  ];
}

/** The language that the terminal asks for; English unless it is French. */
export function terminalLanguage(env: NodeJS.ProcessEnv): Language {
  return (env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? '').startsWith('fr') ? 'fr' : 'en';
}
