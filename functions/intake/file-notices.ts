import { sameIdentifier } from '../file/file-key.ts';
import type { FileRecord, Rejection } from '../file/file.ts';
import { missingPieces } from '../file/missing-pieces.ts';
import type { Text, University } from '../university/university.ts';
import type { ExportColumn } from './export-format.ts';
import { inOneLine } from './in-one-line.ts';
import type { Notice } from './intake-report.ts';

/** What the office should know of a file as it now is: what it lacks, why it is rejected, what the person declared. */
export function fileNotices(file: FileRecord, university: University): Notice[] {
  const current = file.outcomeVersion === file.version;
  if (current && file.outcome === 'FileRejected' && file.rejection)
    return [{ code: file.rejection, ...rejections[file.rejection] }];
  if (!current || file.outcome !== 'FileIncomplete') return [];
  return [
    ...missingPieces(file, university).map((piece) => missingPiece(piece, university)),
    ...declaredCvec(file),
    ...proposedAddress(file),
  ];
}

function missingPiece(piece: string, { pieces }: University): Notice {
  const column: ExportColumn = piece === 'address' ? 'personal_email' : 'missing';
  const known = pieces[piece];
  const label = known?.label ?? { fr: piece, en: piece };
  return {
    column,
    code: `missing-${piece}`,
    reason: {
      fr: `Le dossier n’est pas complet : il manque ${label.fr}.`,
      en: `The file is not complete: it lacks ${label.en}.`,
    },
    remedy:
      piece === 'address'
        ? {
            fr: 'Renseignez personal_email (une adresse @emse.fr pour les membres de l’École des Mines de Saint-Étienne).',
            en: 'Fill in personal_email (an @emse.fr address for members of the École des Mines de Saint-Étienne).',
          }
        : {
            fr: 'Dès que la pièce est là, retirez-la de la case missing et déposez la ligne de nouveau.',
            en: 'Once the piece is there, take it out of the cell missing and hand the row over again.',
          },
  };
}

function declaredCvec({ missing, cvecNumber, declaredCvec: declared }: FileRecord): Notice[] {
  if (declared === undefined || !missing.includes('cvec')) return [];
  if (cvecNumber !== undefined && sameIdentifier(cvecNumber, declared)) return [];
  const typed = inOneLine(declared, 40);
  return [
    {
      column: 'cvec_number',
      code: 'declared-cvec',
      reason: {
        fr: `La personne a déclaré le numéro CVEC ${typed}.`,
        en: `The person declared the CVEC number ${typed}.`,
      },
      remedy: {
        fr: 'Vérifiez-le, puis renseignez cvec_number ou retirez cvec de la case missing.',
        en: 'Check it, then fill in cvec_number or take cvec out of the cell missing.',
      },
    },
  ];
}

function proposedAddress({ personalEmail, proposedAddresses: [first, second] = [] }: FileRecord): Notice[] {
  if (first === undefined || personalEmail !== undefined) return [];
  const remedy = {
    fr: 'Assurez-vous auprès de la personne de son adresse, puis renseignez personal_email.',
    en: 'Make sure with the person which address is theirs, then fill in personal_email.',
  };
  const typed = inOneLine(first, 254);
  return [
    second === undefined
      ? {
          column: 'personal_email',
          code: 'proposed-address',
          reason: { fr: `La personne propose l’adresse ${typed}.`, en: `The person proposes the address ${typed}.` },
          remedy,
        }
      : {
          column: 'personal_email',
          code: 'proposed-addresses-differ',
          reason: {
            fr: `Deux adresses différentes ont été proposées, ${typed} et ${inOneLine(second, 254)} : aucune n’est retenue.`,
            en: `Two different addresses were proposed, ${typed} and ${inOneLine(second, 254)}: neither is used.`,
          },
          remedy,
        },
  ];
}

const correct: Text = {
  fr: 'Corrigez la case, puis déposez la ligne de nouveau.',
  en: 'Correct the cell, then hand the row over again.',
};

/** Why a complete row cannot become an account, by what its onboarding found. */
const rejections: Record<Rejection, Omit<Notice, 'code'>> = {
  'birth-date-implausible': {
    column: 'birth_date',
    reason: { fr: 'La date de naissance n’est pas vraisemblable.', en: 'The birth date is not plausible.' },
    remedy: correct,
  },
  'end-missing': {
    column: 'ends_on',
    reason: { fr: 'Cette population a toujours une date de fin.', en: 'This population always has an end date.' },
    remedy: {
      fr: 'Renseignez ends_on, puis déposez la ligne de nouveau.',
      en: 'Fill in ends_on, then hand the row over again.',
    },
  },
  'end-before-start': {
    column: 'ends_on',
    reason: { fr: 'La fin précède le début.', en: 'The end comes before the start.' },
    remedy: correct,
  },
  'already-ended': {
    column: 'ends_on',
    reason: { fr: 'Le séjour est déjà terminé.', en: 'The stay has ended already.' },
    remedy: {
      fr: 'Donnez la nouvelle date de fin, ou retirez la ligne de l’extraction.',
      en: 'Give the new end date, or take the row out of the export.',
    },
  },
  'stay-too-long': {
    column: 'ends_on',
    reason: {
      fr: 'Le séjour dépasse la durée admise pour cette population.',
      en: 'The stay is longer than this population may stay.',
    },
    remedy: {
      fr: 'Donnez une fin plus proche : un séjour se renouvelle.',
      en: 'Give an earlier end: a stay can be renewed.',
    },
  },
  'starts-too-far-ahead': {
    column: 'starts_on',
    reason: { fr: 'Le début est à plus d’un an.', en: 'The start is more than a year ahead.' },
    remedy: {
      fr: 'Vérifiez la date, ou déposez la ligne plus tard.',
      en: 'Check the date, or hand the row over later.',
    },
  },
  'ine-malformed': {
    column: 'ine',
    reason: { fr: 'L’INE n’a la forme d’aucun INE.', en: 'The INE has the form of no INE.' },
    remedy: {
      fr: 'Un INE a 11 caractères, par exemple 9 chiffres et 2 lettres. Corrigez-le ou laissez la case vide.',
      en: 'An INE has 11 characters, 9 digits and 2 letters for instance. Correct it or leave the cell empty.',
    },
  },
  'no-letters-in-name': {
    column: 'last_name',
    reason: {
      fr: 'Aucune lettre du nom ou du prénom ne peut former un identifiant.',
      en: 'No letter of the names can make a login.',
    },
    remedy: {
      fr: 'Donnez le nom en lettres latines, puis déposez la ligne de nouveau.',
      en: 'Give the name in Latin letters, then hand the row over again.',
    },
  },
};
