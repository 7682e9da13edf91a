import type { DecisionProblem } from '../../request/decide-request.ts';
import type { Text } from '../../university/university.ts';
import { daysText } from '../days-text.ts';
import type { FieldError } from '../error-summary.tsx';
import { criTexts } from './cri-texts.ts';
import { problemText } from './problem-texts.ts';

/** What to correct in a form that changes a stay, or decides on one. */
export const changeErrors = {
  colleague: {
    fr: 'Aucun membre du personnel n’a cet identifiant ou cette adresse, ou son compte n’est pas activé, ou ne sert plus',
    en: 'No member of staff has this login or address, or the account is not activated, or no longer in use',
  },
} as const satisfies Record<string, Text>;

/** What to correct in a decision or in what is asked of a stay, at the fields of the page. */
export function errorsOf(problems: readonly DecisionProblem[]): FieldError[] {
  return problems.map((problem) => {
    switch (problem.field) {
      case 'verdict':
        return { field: 'verdict', text: criTexts.verdictMissing };
      case 'until':
        return { field: 'until', text: daysText(problem.days) };
      case 'services':
        return { field: 'service', text: problemText(problem) };
      case 'reason':
        return { field: 'reason', text: problemText(problem) };
    }
  });
}
