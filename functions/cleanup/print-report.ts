import { countLine } from '../intake/count-line.ts';
import { university } from '../university/uca.ts';
import type { Language, Text } from '../university/university.ts';
import type { CleanupReport } from './cleanup-report.ts';

/** A report of the sweep as text for a terminal, ending in a line break. */
export function printCleanupReport(report: CleanupReport, language: Language): string {
  const say = (text: Text) => text[language];
  const lines = [
    `${say(title)} ${report.day} (${report.runId})`,
    say(outcomes[report.outcome]),
    '',
    countLine(report.due, say(due)),
    ...Object.entries(report.counts).map(([outcome, count]) => countLine(count, say(ends[outcome] ?? both(outcome)))),
    countLine(report.held, say(held)),
    countLine(report.contacts.asked, say(asked)),
    countLine(report.missedSchedules.length, say(missed)),
    ...report.holds.flatMap(({ population, day, ends: some, total }) => [
      '',
      `${say(university.populations[population].label)} · ${day} · ${some} / ${total}`,
      `  → ${say(toConfirm)}`,
    ]),
    ...(report.left.length > 0 ? ['', say(left)] : []),
    ...report.left.map(({ accountId, outcome }) => `  ${accountId}  ${say(ends[outcome] ?? both(outcome))}`),
    ...(report.contacts.failed > 0 ? ['', say(notAsked)] : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function both(text: string): Text {
  return { fr: text, en: text };
}

const title: Text = { fr: 'Nuit du', en: 'The night of' };
const due: Text = { fr: 'comptes à traiter', en: 'accounts with something due' };
const held: Text = { fr: 'fins en attente d’une confirmation', en: 'ends that wait for a confirmation' };
const asked: Text = {
  fr: 'invités sans répondant : le contact de l’unité est sollicité',
  en: 'guests without a sponsor: the unit’s contact is asked',
};
const missed: Text = {
  fr: 'fins que leur propre rappel aurait dû apporter plus tôt',
  en: 'ends that their own schedule should have brought before',
};
const toConfirm: Text = {
  fr: 'Trop de fins pour une nuit : confirmez-les sur la page du CRI, ou corrigez les dossiers.',
  en: 'Too many ends for one night: confirm them on the CRI’s page, or put the files right.',
};
const left: Text = {
  fr: 'Toujours à traiter ; la nuit prochaine essaie de nouveau :',
  en: 'Still due; the next night tries again:',
};
const notAsked: Text = {
  fr: 'Des contacts d’unité n’ont pas pu être sollicités : le journal de cleanup-ask-unit-contacts dit pourquoi.',
  en: 'Some units’ contacts could not be asked: the log of cleanup-ask-unit-contacts says why.',
};

const outcomes: Record<CleanupReport['outcome'], Text> = {
  done: { fr: 'Tout est fait.', en: 'Everything is done.' },
  'nothing-due': { fr: 'Rien à faire.', en: 'Nothing was due.' },
  held: {
    fr: 'Des fins attendent une confirmation ; le reste est fait.',
    en: 'Some ends wait for a confirmation; the rest is done.',
  },
  'partly-done': { fr: 'Une partie n’a pas été faite.', en: 'Some of it was not done.' },
  'nothing-done': { fr: 'Rien n’a été fait de ce qui devait l’être.', en: 'Nothing was done of what was due.' },
};

/** The ends of the chain of one account (lib/workflows/end-of-life.ts), and what is said of one that did not come to an end. */
const ends: Readonly<Record<string, Text>> = {
  Warned: { fr: 'prévenus', en: 'warned' },
  Reminded: { fr: 'relancés pour activer leur compte', en: 'reminded to activate' },
  Adjusted: { fr: 'mis à jour', en: 'brought up to date' },
  Suspended: { fr: 'suspendus', en: 'suspended' },
  Closed: { fr: 'fermés', en: 'closed' },
  Renewed: { fr: 'renouvelés', en: 'renewed' },
  NothingDue: { fr: 'sans rien à faire finalement', en: 'with nothing due after all' },
  StepFailed: { fr: 'en échec de notre côté', en: 'failed on our side' },
  NotProcessed: { fr: 'sans compte rendu', en: 'not accounted for' },
};
