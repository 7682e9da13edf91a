import type { FC } from 'hono/jsx';
import type { Language, PopulationName, University } from '../../university/university.ts';

const apart = {
  fr: (label: string) =>
    `Votre autre compte (${label}) n’est pas concerné : il garde son identifiant, son mot de passe et son propre dernier jour.`,
  en: (label: string) =>
    `Your other account (${label}) is not touched: it keeps its login, its password and its own last day.`,
} as const;

/**
 * That an end is of this account alone: what the others of its person are for, from that end on where that changes, and that
 * they stay as they are.
 */
export const OtherAccounts: FC<{
  language: Language;
  university: University;
  population: PopulationName;
  others: readonly PopulationName[];
}> = ({ language, university: { populations }, population, others }) => (
  <>
    {others.length > 0 && others.every((other) => !populations[other].afterAnother?.[population]) && (
      <p>{populations[population].besideAnother?.[language]}</p>
    )}
    {others.map((other) => (
      <p>
        <strong>{apart[language](populations[other].label[language])}</strong>{' '}
        {(populations[other].afterAnother?.[population] ?? populations[other].besideAnother)?.[language]}
      </p>
    ))}
  </>
);
