import type { Language, OfficeName, University } from '../../university/university.ts';
import { type Addressee, letter } from './letter.tsx';
import { Action, colon, LinkLife, list, WithLinks } from './letter-parts.tsx';
import type { Letter } from '../mail.ts';
import { plainPiece } from './plain-name.ts';

export interface MissingPieces extends Addressee {
  /** As the office's export names them. */
  readonly pieces: readonly string[];
  /** The office that completes the file. */
  readonly office: OfficeName;
  /** To the status page. */
  readonly link: string;
  /** Whether the account is open already: an earlier version of the file was complete. */
  readonly open?: boolean;
}

const words = {
  fr: {
    missing: 'Votre compte sera ouvert dès que votre dossier sera complet. Il manque :',
    missingOpen: 'Votre compte est ouvert, mais votre dossier n’est plus complet. Il manque :',
    unnamed: 'une pièce',
    unknown: 'demandez au service qui suit votre dossier ce qu’il attend',
    completes: 'Qui complète votre dossier',
    reach: 'Comment joindre ce service',
    then: 'Vous n’avez rien à refaire ici : une fois la dernière pièce enregistrée par ce service, un courriel vous donnera votre compte.',
    follow: 'Suivre mon dossier',
  },
  en: {
    missing: 'Your account will be opened as soon as your file is complete. What is missing:',
    missingOpen: 'Your account is open, but your file is no longer complete. What is missing:',
    unnamed: 'a piece',
    unknown: 'ask the office in charge of your file what it expects',
    completes: 'Who completes your file',
    reach: 'How to reach this office',
    then: 'There is nothing to do again here: once this office has recorded the last piece, a mail will give you your account.',
    follow: 'Follow my file',
  },
} as const;

/** The file lacks something: what, what to do about each piece, and which office completes it. */
export function missingPieces(data: MissingPieces): Promise<Letter> {
  const { university, pieces, office, link, open = false } = data;
  const subject = {
    fr: `Votre dossier ${university.shortName} est incomplet`,
    en: `Your ${university.shortName} file is incomplete`,
  };
  return letter(data, subject, (language) => {
    const say = words[language];
    const { label, contact } = university.offices[office];
    return (
      <>
        <p>{open ? say.missingOpen : say.missing}</p>
        <ul style={list}>
          {pieces.map((piece) => {
            const known = pieceOf(university, piece, language);
            return (
              <li>
                <strong>{known?.label ?? (plainPiece(piece) || say.unnamed)}</strong>
                {colon[language]}
                <WithLinks>{known?.remedy ?? say.unknown}</WithLinks>
              </li>
            );
          })}
        </ul>
        <p>
          {say.completes}
          {colon[language]}
          <strong>{label[language]}</strong>
          <br />
          {say.reach}
          {colon[language]}
          <WithLinks>{contact[language]}</WithLinks>
        </p>
        <p>{say.then}</p>
        <Action language={language} label={say.follow} href={link} />
        <LinkLife purpose="status" {...{ language, link, university, office }} />
      </>
    );
  });
}

/** An export may name a piece `constructor`: only the university's own rows count. */
function pieceOf(university: University, piece: string, language: Language) {
  const known = Object.hasOwn(university.pieces, piece) ? university.pieces[piece] : undefined;
  return known && { label: known.label[language], remedy: known.remedy[language] };
}
