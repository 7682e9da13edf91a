import * as z from 'zod/mini';
import { type OfficeName, populations, type Text, type University } from '../university/university.ts';
import { exportColumns, longestCell } from './export-format.ts';

export const rowProblemCodes = [
  'cell-count',
  'required',
  'too-long',
  'control-character',
  'malformed-number',
  'unknown-population',
  'population-not-admitted',
  'not-a-date',
  'malformed-address',
  'malformed-list',
  'repeated-number',
  'identity-changed',
  'held-by-another',
  'already-ended',
] as const;
export type RowProblemCode = (typeof rowProblemCodes)[number];

/** Why a row is not applied: the column and a code, never the value, so that it may stand in a state. */
export const rowProblemSchema = z.object({
  column: z.exactOptional(z.enum(exportColumns)),
  code: z.enum(rowProblemCodes),
  /** The line that the problem is with. */
  otherLine: z.exactOptional(z.number()),
});
export type RowProblem = z.infer<typeof rowProblemSchema>;

/** What the office is told of a problem: one sentence why, one what to do. */
export function rowProblemText(
  { column, code, otherLine = 0 }: RowProblem,
  office: OfficeName,
  university: University,
): { reason: Text; remedy: Text } {
  const named = column ?? '';
  const admitted = populations.filter((name) => university.populations[name].office === office).join(', ');
  return texts({ column: named, line: otherLine, admitted, office: university.offices[office].label })[code];
}

const handOverAgain: Text = {
  fr: 'Corrigez la ligne, puis déposez-la de nouveau.',
  en: 'Correct the row, then hand it over again.',
};

function texts({
  column,
  line,
  admitted,
  office,
}: {
  column: string;
  line: number;
  admitted: string;
  office: Text;
}): Record<RowProblemCode, { reason: Text; remedy: Text }> {
  return {
    'cell-count': {
      reason: {
        fr: 'La ligne n’a pas autant de cases que l’en-tête.',
        en: 'The row does not have as many cells as the header.',
      },
      remedy: {
        fr: 'Mettez entre guillemets les cases qui contiennent le séparateur, et cherchez un guillemet de trop.',
        en: 'Put between quotes the cells that hold the delimiter, and look for a quote too many.',
      },
    },
    required: {
      reason: { fr: `La case ${column} est vide.`, en: `The cell ${column} is empty.` },
      remedy: {
        fr: 'Renseignez-la, puis déposez la ligne de nouveau.',
        en: 'Fill it in, then hand the row over again.',
      },
    },
    'too-long': {
      reason: {
        fr: `La case ${column} dépasse ${longestCell} caractères.`,
        en: `The cell ${column} has more than ${longestCell} characters.`,
      },
      remedy: handOverAgain,
    },
    'control-character': {
      reason: {
        fr: `La case ${column} contient un saut de ligne ou un caractère invisible.`,
        en: `The cell ${column} holds a line break or an invisible character.`,
      },
      remedy: {
        fr: 'Retirez-le, et cherchez un guillemet de trop sur cette ligne et sur les suivantes.',
        en: 'Remove it, and look for a quote too many on this line and on the next ones.',
      },
    },
    'malformed-number': {
      reason: {
        fr: `La case ${column} n’est pas un numéro : 64 lettres sans accent, chiffres, points, barres ou tirets au plus.`,
        en: `The cell ${column} is not a number: 64 letters without accents, digits, dots, slashes or dashes at most.`,
      },
      remedy: handOverAgain,
    },
    'unknown-population': {
      reason: { fr: 'Cette population n’existe pas.', en: 'There is no such population.' },
      remedy: { fr: `Écrivez l’une de celles-ci : ${admitted}.`, en: `Write one of these: ${admitted}.` },
    },
    'population-not-admitted': {
      reason: {
        fr: `Cette population ne relève pas de ce dépôt (${office.fr}).`,
        en: `This population is not for this office to hand over (${office.en}).`,
      },
      remedy: {
        fr: `Ce dépôt admet : ${admitted}. Laissez l’autre service déposer cette personne.`,
        en: `This office may hand over: ${admitted}. Let the other office hand this person over.`,
      },
    },
    'not-a-date': {
      reason: {
        fr: `La case ${column} n’est pas une date qui existe, écrite AAAA-MM-JJ.`,
        en: `The cell ${column} is not a date that exists, written YYYY-MM-DD.`,
      },
      remedy: {
        fr: 'Écrivez la date ainsi : 2026-09-01. Un tableur change souvent le format à l’enregistrement.',
        en: 'Write the date like this: 2026-09-01. A spreadsheet often changes the format when it saves.',
      },
    },
    'malformed-address': {
      reason: {
        fr: 'L’adresse personnelle n’est pas une adresse de courriel, une et une seule.',
        en: 'The personal address is not one mail address and nothing else.',
      },
      remedy: {
        fr: 'Corrigez-la, ou laissez la case vide : le dossier attendra alors une adresse.',
        en: 'Correct it, or leave the cell empty: the file then waits for an address.',
      },
    },
    'malformed-list': {
      reason: {
        fr: `La case ${column} n’est pas une suite de mots séparés par des espaces (lettres sans accent, chiffres, tirets).`,
        en: `The cell ${column} is not a list of words with spaces between them (letters without accents, digits, dashes).`,
      },
      remedy: handOverAgain,
    },
    'repeated-number': {
      reason: {
        fr: `La ligne ${line} de ce fichier porte le même numéro et dit autre chose.`,
        en: `Line ${line} of this file has the same number and says something else.`,
      },
      remedy: {
        fr: 'Gardez une seule ligne par numéro de dossier ; la première a été appliquée si elle était juste.',
        en: 'Keep one row a file number; the first one was applied if it was right.',
      },
    },
    'identity-changed': {
      reason: {
        fr: `La case ${column} diffère de ce qui est enregistré sous ce numéro : rien n’a été changé.`,
        en: `The cell ${column} differs from what is stored under this number: nothing was changed.`,
      },
      remedy: {
        fr: 'Vérifiez que le numéro est bien celui de cette personne. Si l’état civil a changé, adressez-vous au CRI.',
        en: 'Check that the number is this person’s. If the civil status has changed, ask the CRI.',
      },
    },
    'held-by-another': {
      reason: {
        fr: `Le numéro de la case ${column} est déjà celui d’une autre personne : rien n’a été changé.`,
        en: `The number in the cell ${column} is another person’s already: nothing was changed.`,
      },
      remedy: {
        fr: 'Vérifiez le numéro, le nom, le prénom et la date de naissance, puis déposez la ligne de nouveau.',
        en: 'Check the number, the names and the birth date, then hand the row over again.',
      },
    },
    'already-ended': {
      reason: {
        fr: `La date de la case ${column} est passée, délai de grâce compris : rien n’a été enregistré.`,
        en: `The date in the cell ${column} is over, and so is the grace after it: nothing was stored.`,
      },
      remedy: {
        fr: 'Donnez la nouvelle date de fin, ou retirez la ligne de l’extraction.',
        en: 'Give the new end date, or take the row out of the export.',
      },
    },
  };
}
