import { countLine } from '../intake/count-line.ts';
import { inOneLine } from '../intake/in-one-line.ts';
import { university } from '../university/uca.ts';
import type { Language, Text } from '../university/university.ts';
import { type FindingName, findings } from './finding.ts';
import type { ReconcileReport } from './reconcile-report.ts';

/** A report of the comparison as text for a terminal, ending in a line break. What a directory says is made visible (F-04). */
export function printReconcileReport(report: ReconcileReport, language: Language): string {
  const say = (text: Text) => text[language];
  const label = (directory: ReconcileReport['notCompared'][number]) => say(university.directories[directory].label);
  const lines = [
    `${say(title)} ${report.day} (${report.runId})`,
    `${say(slices)} ${report.slices.join(', ')} · ${report.night + 1}/30`,
    say(outcomes[report.outcome]),
    '',
    ...report.compared.map(
      ({ directory, slice, accounts, entries }) =>
        `  ${label(directory)} · ${slice} : ${accounts} ${say(ofAccounts)}, ${entries} ${say(ofEntries)}`,
    ),
    ...report.notCompared.map((directory) => `  ${label(directory)} : ${say(notCompared)}`),
    ...findings.flatMap((name) => {
      const some = report.findings.filter(({ finding }) => finding === name);
      return some.length === 0
        ? []
        : [
            '',
            countLine(some.length, say(labels[name])),
            ...some.map(({ directory, accountId, login = '', attributes = [] }) =>
              `          ${label(directory)} · ${inOneLine(accountId, 40)} ${inOneLine(login)} ${attributes.join(', ')}`.trimEnd(),
            ),
          ];
    }),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

const title: Text = { fr: 'Comparaison avec les annuaires, nuit du', en: 'Comparison with the directories, night of' };
const slices: Text = { fr: 'comptes dont l’identifiant finit par', en: 'accounts whose id ends with' };
const ofAccounts: Text = { fr: 'comptes', en: 'accounts' };
const ofEntries: Text = { fr: 'entrées', en: 'entries' };
const notCompared: Text = {
  fr: 'pas comparé, la nuit prochaine recommence',
  en: 'not compared, the next night begins again',
};

const outcomes: Record<ReconcileReport['outcome'], Text> = {
  reconciled: { fr: 'Tout est comparé.', en: 'Everything is compared.' },
  'directory-away': { fr: 'Un annuaire ne répondait pas.', en: 'A directory was away.' },
  failed: { fr: 'La comparaison a échoué de notre côté.', en: 'The comparison failed on our side.' },
};

const labels: Record<FindingName, Text> = {
  missing: { fr: 'entrée disparue, remise', en: 'entry gone, put back' },
  differs: { fr: 'entrée différente, corrigée', en: 'entry differs, mended' },
  closed: { fr: 'entrée d’un compte fermé, retirée', en: 'entry of a closed account, removed' },
  'work-lost': { fr: 'écriture oubliée, reprise', en: 'forgotten write, taken up again' },
  'slice-lost': { fr: 'compte absent de la comparaison, remis', en: 'account missing from the comparison, put back' },
  'no-account': { fr: 'entrée sans compte : à examiner', en: 'entry without an account: look at it' },
  'other-login': {
    fr: 'entrée d’un compte qui a un autre identifiant : à examiner',
    en: 'entry of an account with another login: look at it',
  },
  'not-expected': {
    fr: 'entrée d’un compte qui n’est pas de cet annuaire : à examiner',
    en: 'entry of an account that is not of this directory: look at it',
  },
  foreign: {
    fr: 'entrée étrangère à la place du compte : à examiner',
    en: 'somebody else’s entry in the place of the account: look at it',
  },
  'not-compared': {
    fr: 'compte qui n’a pas pu être comparé : voir le journal',
    en: 'account that could not be compared: see the log',
  },
};
