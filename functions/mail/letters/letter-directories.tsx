import type { FC } from 'hono/jsx';
import type { PasswordRefusal } from '../../directory/password-directory.ts';
import { refusalTexts } from '../../password/refusal-texts.ts';
import type { Held, PasswordLight } from '../../portal/link/password-progress.ts';
import type { DirectoryName, Language, University } from '../../university/university.ts';
import { colon, list } from './letter-parts.tsx';

/** What a directory holds of the password that was chosen. */
export interface HeldIn {
  readonly name: DirectoryName;
  readonly status: PasswordLight;
  readonly reason?: PasswordRefusal;
  /** What lets the person in there where this one does not. */
  readonly holds: Held;
}

const words = {
  fr: {
    verified: 'le mot de passe choisi y fonctionne',
    pending: 'il ne répond pas pour l’instant ; le mot de passe choisi y arrivera dès qu’il répondra.',
    refused: 'il a refusé le mot de passe choisi',
    cleared: 'le mot de passe choisi n’a pas pu y arriver à temps.',
    unchanged: 'rien n’y a été écrit.',
    clearing: 'le mot de passe choisi n’y est pas arrivé.',
    deleted: ' Ce qui y fonctionnait avant est effacé dès que l’annuaire répond.',
    former: ' L’ancien y fonctionne encore.',
    none: ' Aucun mot de passe n’y fonctionne.',
    unknown: ' L’ancien y fonctionne peut-être encore.',
  },
  en: {
    verified: 'the password that was chosen works there',
    pending: 'it does not answer for now; the password that was chosen gets there as soon as it answers.',
    refused: 'it refused the password that was chosen',
    cleared: 'the password that was chosen could not get there in time.',
    unchanged: 'nothing was written there.',
    clearing: 'the password that was chosen did not arrive there.',
    deleted: ' What worked there before is deleted as soon as the directory answers.',
    former: ' The former one still works there.',
    none: ' No password works there.',
    unknown: ' The former one may still work there.',
  },
} as const satisfies Record<Language, unknown>;

/** What holds where, one directory a line. */
export const Directories: FC<{ language: Language; university: University; held: readonly HeldIn[] }> = ({
  language,
  university,
  held,
}) => (
  <ul style={list}>
    {held.map((each) => (
      <li>
        <strong>{university.directories[each.name].label[language]}</strong>
        {colon[language]}
        {sentence(each, language)}
      </li>
    ))}
  </ul>
);

function sentence({ status, reason, holds }: HeldIn, language: Language): string {
  const say = words[language];
  const now = say[holds === 'clearing' ? 'deleted' : holds];
  switch (status) {
    case 'verified':
      return `${say.verified}.`;
    case 'pending':
    case 'unchanged':
      return say[status] + now;
    case 'clearing':
      return say.clearing + say.deleted;
    case 'refused':
      return `${say.refused}${colon[language]}${refusalTexts[reason ?? 'rejected'][language]}.${now}`;
    case 'cleared':
      return say.cleared + say.none;
  }
}
