import type { FC } from 'hono/jsx';
import type { Language, PopulationName, University } from '../../university/university.ts';

const apart = {
  fr: (label: string) =>
    `Votre autre compte (${label}) n’est pas concerné : il garde son identifiant, son mot de passe et son propre dernier jour.`,
  en: (label: string) =>
    `Your other account (${label}) is not touched: it keeps its login, its password and its own last day.`,
} as const;

/** That an end is of this account alone: what the others of its person are for, and that they stay as they are. */
export const OtherAccounts: FC<{
  language: Language;
  university: University;
  population: PopulationName;
  others: readonly PopulationName[];
}> = ({ language, university, population, others }) => (
  <>
    {others.length > 0 && <p>{university.populations[population].besideAnother?.[language]}</p>}
    {others.map((other) => (
      <p>
        <strong>{apart[language](university.populations[other].label[language])}</strong>{' '}
        {university.populations[other].besideAnother?.[language]}
      </p>
    ))}
  </>
);
