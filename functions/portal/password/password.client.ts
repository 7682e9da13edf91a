// Helps to choose a password in the fields of password-fields.tsx: shows it on demand, so that nothing is typed twice, and
// ticks the rules as they are met. The server holds the same rules, and more, when the form is sent.
import { brokenByShape, passwordTyped } from '../../password/password-shape.ts';

// A screen reader says what is missing once the typing rests, and not at every key.
const restMilliseconds = 1000;

function help(fields: HTMLElement, input: HTMLInputElement): void {
  const { met = '', allMet = '', stillAsked = '' } = fields.dataset;
  const rules = [...fields.querySelectorAll<HTMLElement>('[data-rule]')];
  const shape = rules.filter(({ dataset }) => !['about-you', 'too-common'].includes(dataset['rule'] ?? ''));
  const said = fields.querySelector('[data-said]');
  let rest: number | undefined;

  const words = new Map(rules.map((item) => [item, item.textContent]));
  const tick = () => {
    const broken: string[] = brokenByShape(passwordTyped(input.value));
    // Nothing typed: nothing is met.
    const isBroken = ({ dataset }: HTMLElement) => input.value === '' || broken.includes(dataset['rule'] ?? '');
    for (const item of shape) {
      const isMet = !isBroken(item);
      if (item.matches('#password-too-long, #password-forbidden-character')) item.hidden = isMet || input.value === '';
      item.classList.toggle('met', isMet);
      item.textContent = `${words.get(item) ?? ''}${isMet ? ` ${met}` : ''}`;
    }
    // What was refused was another password.
    if (input.value !== '' && !shape.some(isBroken)) forgive(fields, input);
    window.clearTimeout(rest);
    if (input.value === '') return;
    const missing = shape.filter(isBroken).map((item) => words.get(item) ?? '');
    rest = window.setTimeout(() => {
      if (said) said.textContent = missing.length === 0 ? allMet : `${stillAsked} ${missing.join(', ')}`;
    }, restMilliseconds);
  };

  input.addEventListener('input', tick);
  fields.querySelector('[data-repeat]')?.remove();
  addShowButton(fields, input, said);
  // What a browser or a password manager has filled in before this script was there.
  if (input.value !== '') tick();
}

/** Takes away what the server said of the password that was sent before. */
function forgive(fields: HTMLElement, input: HTMLInputElement): void {
  fields.querySelector('#password-error')?.remove();
  input.closest('.field')?.classList.remove('wrong');
  input.removeAttribute('aria-invalid');
  const described = (input.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id !== 'password-error');
  input.setAttribute('aria-describedby', described.join(' '));
}

/** Its label says what it does next: pressed or not would be one way too many to say it. */
function addShowButton({ dataset }: HTMLElement, input: HTMLInputElement, said: Element | null): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'show';
  button.setAttribute('aria-controls', input.id);
  const show = (shown: boolean) => {
    input.type = shown ? 'text' : 'password';
    button.textContent = (shown ? dataset['hide'] : dataset['show']) ?? '';
  };
  show(false);
  button.addEventListener('click', () => {
    const shown = input.type === 'password';
    show(shown);
    if (said) said.textContent = (shown ? dataset['shown'] : dataset['hidden']) ?? '';
  });
  // A browser remembers what was sent from a field of text.
  input.form?.addEventListener('submit', () => show(false));
  input.after(button);
}

for (const fields of document.querySelectorAll<HTMLElement>('[data-passwords]')) {
  const input = fields.querySelector<HTMLInputElement>('#password');
  if (input) help(fields, input);
}
