import type { Text } from '../university/university.ts';
import { exportColumns, largestExport, longestRecord, mostRows } from './export-format.ts';
import { inOneLine } from './in-one-line.ts';

/** Why an export could not be read at all; nothing of it was applied then. */
export const unreadableCodes = [
  'unknown-office',
  'gone',
  'too-large',
  'too-many-rows',
  'empty',
  'no-rows',
  'spreadsheet',
  'compressed',
  'not-text',
  'not-utf-8',
  'header-too-long',
  'columns-missing',
  'columns-unknown',
  'columns-repeated',
  'quote-not-closed',
  'row-too-long',
] as const;
export type UnreadableCode = (typeof unreadableCodes)[number];

/** Thrown while an export is being read and caught by the step that reads it: it never leaves `read-feed.ts`. */
export class UnreadableExport extends Error {
  override readonly name = 'UnreadableExport';
  readonly code: UnreadableCode;
  /** From 1. */
  readonly line: number | undefined;
  /** Names in the header. */
  readonly columns: readonly string[];

  constructor(code: UnreadableCode, { line, columns = [] }: { line?: number; columns?: readonly string[] } = {}) {
    super(code);
    this.code = code;
    this.line = line;
    this.columns = columns;
  }
}

/** What the office is told: one sentence why, one what to do. */
export function unreadableText({ code, line = 1, columns }: UnreadableExport): { reason: Text; remedy: Text } {
  const named = columns.map((column) => `« ${inOneLine(column, 40)} »`).join(', ');
  return texts(line, named)[code];
}

const mebibytes = largestExport / 1024 / 1024;
const allColumns = exportColumns.join(' ; ');
const saveAsCsv: Text = {
  fr: 'Enregistrez le fichier au format « CSV UTF-8 », puis déposez-le de nouveau.',
  en: 'Save the file as “CSV UTF-8”, then hand it over again.',
};
const split: Text = {
  fr: 'Partagez-le en plusieurs fichiers, chacun avec sa ligne d’en-tête.',
  en: 'Split it into several files, each with its header row.',
};
const header: Text = {
  fr: `La première ligne nomme ces colonnes, chacune une fois, dans l’ordre de votre choix : ${allColumns}. Laissez vides les cases sans objet.`,
  en: `The first line names these columns, each once, in any order: ${allColumns}. Leave empty the cells that do not apply.`,
};
const closeQuote: Text = {
  fr: 'Fermez ou retirez le guillemet " de cette ligne, puis déposez le fichier de nouveau.',
  en: 'Close or remove the quote " of this line, then hand the file over again.',
};

function texts(line: number, columns: string): Record<UnreadableCode, { reason: Text; remedy: Text }> {
  return {
    'unknown-office': {
      reason: { fr: 'Ce dossier n’est celui d’aucun service.', en: 'This folder belongs to no office.' },
      remedy: {
        fr: 'Déposez le fichier sous registrar/, hr/ ou cri/.',
        en: 'Put the file under registrar/, hr/ or cri/.',
      },
    },
    gone: {
      reason: { fr: 'Le fichier a disparu avant d’être lu.', en: 'The file was gone before it was read.' },
      remedy: { fr: 'Déposez-le de nouveau.', en: 'Hand it over again.' },
    },
    'too-large': {
      reason: {
        fr: `Le fichier dépasse la taille admise de ${mebibytes} Mio.`,
        en: `The file is larger than the ${mebibytes} MiB that are admitted.`,
      },
      remedy: split,
    },
    'too-many-rows': {
      reason: {
        fr: `Le fichier dépasse les ${mostRows} lignes admises.`,
        en: `The file has more than the ${mostRows} rows that are admitted.`,
      },
      remedy: split,
    },
    empty: { reason: { fr: 'Le fichier est vide.', en: 'The file is empty.' }, remedy: header },
    'no-rows': {
      reason: { fr: 'Le fichier n’a que son en-tête.', en: 'The file has nothing but its header.' },
      remedy: {
        fr: 'Vérifiez l’extraction, puis déposez-le de nouveau.',
        en: 'Check the export, then hand it over again.',
      },
    },
    spreadsheet: {
      reason: {
        fr: 'Le fichier est un classeur (Excel, LibreOffice) ou une archive, pas un CSV.',
        en: 'The file is a workbook (Excel, LibreOffice) or an archive, not a CSV.',
      },
      remedy: saveAsCsv,
    },
    compressed: {
      reason: { fr: 'Le fichier est compressé.', en: 'The file is compressed.' },
      remedy: { fr: 'Déposez le CSV lui-même.', en: 'Hand over the CSV itself.' },
    },
    'not-text': {
      reason: { fr: 'Le fichier n’est pas un texte en UTF-8.', en: 'The file is not a text in UTF-8.' },
      remedy: saveAsCsv,
    },
    'not-utf-8': {
      reason: {
        fr: `La ligne ${line} n’est pas en UTF-8 : les lettres accentuées viennent sans doute d’un autre codage (Windows-1252).`,
        en: `Line ${line} is not in UTF-8: accented letters are probably in another encoding (Windows-1252).`,
      },
      remedy: saveAsCsv,
    },
    'header-too-long': {
      reason: {
        fr: 'La première ligne n’est pas un en-tête : elle est trop longue.',
        en: 'The first line is no header: it is too long.',
      },
      remedy: header,
    },
    'columns-missing': {
      reason: {
        fr: `Il manque à l’en-tête : ${columns}.`,
        en: `The header lacks: ${columns}.`,
      },
      remedy: header,
    },
    'columns-unknown': {
      reason: {
        fr: `L’en-tête nomme des colonnes inconnues : ${columns}.`,
        en: `The header names unknown columns: ${columns}.`,
      },
      remedy: header,
    },
    'columns-repeated': {
      reason: {
        fr: `L’en-tête nomme deux fois : ${columns}.`,
        en: `The header names twice: ${columns}.`,
      },
      remedy: header,
    },
    'quote-not-closed': {
      reason: {
        fr: `Un guillemet ouvert à la ligne ${line} n’est jamais fermé.`,
        en: `A quote that is opened on line ${line} is never closed.`,
      },
      remedy: closeQuote,
    },
    'row-too-long': {
      reason: {
        fr: `La ligne ${line} dépasse ${longestRecord / 1024} Kio : un guillemet y est sans doute ouvert et jamais fermé.`,
        en: `Line ${line} is longer than ${longestRecord / 1024} KiB: a quote is probably opened there and never closed.`,
      },
      remedy: closeQuote,
    },
  };
}
