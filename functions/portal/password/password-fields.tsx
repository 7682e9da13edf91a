import { type AboutPerson, checkPassword } from '../../password/password-rules.ts';
import { type PasswordRule, passwordTyped } from '../../password/password-shape.ts';
import { passwordTexts as texts, ruleTexts, strengthTexts } from '../../password/password-texts.ts';
import type { Text, University } from '../../university/university.ts';
import type { View } from '../page.tsx';
import { texts as pageTexts } from '../texts.ts';

/** What a form sends of these fields. A page with scripts sends no `repeat`; `username` is there for password managers. */
export const passwordFields = ['username', 'password', 'repeat'] as const;

/** Rules that the page ticks while a password is typed, and those that only the server can tell. */
const ticked = ['too-short', 'no-upper-case', 'no-lower-case', 'no-digit', 'no-punctuation'] as const;
/** Rules that few ever break: shown by the script when they are. */
const rare = ['too-long', 'forbidden-character'] as const;
const checkedWhenSent = ['about-you', 'too-common'] as const;

export interface PasswordError {
  readonly field: 'password' | 'repeat';
  readonly text: Text;
}

/** What to tell of a password that was refused, in the order of the fields: for the summary of a page as for the fields. */
export function passwordErrors(broken: readonly PasswordRule[], mismatch: boolean): readonly PasswordError[] {
  return [
    ...broken.map((rule) => ({ field: 'password' as const, text: ruleTexts[rule].broken })),
    ...(mismatch ? [{ field: 'repeat' as const, text: texts.mismatch }] : []),
  ];
}

/**
 * The password of a form, in NFC, or what is wrong with it. Without a `repeat` the person could see what was typed: the
 * script took that field away. With one, both must be the same password.
 */
export async function readPassword(
  form: { readonly password: string; readonly repeat?: string | undefined },
  about: AboutPerson,
  university: Pick<University, 'passwordWords'>,
): Promise<{ password: string } | { broken: readonly PasswordRule[]; mismatch: boolean }> {
  const mismatch = form.repeat !== undefined && passwordTyped(form.repeat) !== passwordTyped(form.password);
  const checked = await checkPassword(form.password, about, university);
  if ('password' in checked) return mismatch ? { broken: [], mismatch } : checked;
  // Before there is a password there is nothing to repeat.
  return { broken: checked.broken, mismatch: mismatch && !checked.broken.includes('missing') };
}

interface PasswordFieldsProps {
  readonly view: View;
  /** For the password manager, which keeps the password under it. */
  readonly login: string;
  readonly broken: readonly PasswordRule[];
  readonly mismatch: boolean;
}

/**
 * The fields in which a password is chosen, for a page with `choosesPassword`. Without JavaScript a password is typed
 * twice and checked when it is sent. With it, password.client.ts takes the second field away, since the first can be read,
 * and ticks the rules; password-strength.client.ts adds a word on its strength. What was typed never comes back.
 */
export function PasswordFields({ view, login, broken, mismatch }: PasswordFieldsProps) {
  const { say, university } = view;
  const errors = passwordErrors(broken, mismatch);
  return (
    <div
      data-passwords
      data-words={university.passwordWords.join(' ')}
      data-met={say(texts.met)}
      data-all-met={say(texts.allMet)}
      data-still-asked={say(texts.stillAsked)}
      data-show={say(texts.show)}
      data-hide={say(texts.hide)}
      data-shown={say(texts.shown)}
      data-hidden={say(texts.hidden)}
    >
      {/* In the page but out of the way of people: browsers skip a field that is not displayed. */}
      <div class="unseen" aria-hidden="true">
        <label for="username">{say(texts.login)}</label>
        <input id="username" name="username" type="text" value={login} autocomplete="username" readonly tabindex={-1} />
      </div>
      <div class={broken.length > 0 ? 'field wrong' : 'field'}>
        <label for="password">{say(texts.password)}</label>
        <div class="hint" id="password-rules">
          <p>{say(texts.lead)}</p>
          <p id="password-asked">{say(texts.asked)}</p>
          <ul class="rules" aria-labelledby="password-asked">
            {ticked.map((rule) => (
              <Rule view={view} rule={rule} />
            ))}
            {rare.map((rule) => (
              <Rule view={view} rule={rule} hidden />
            ))}
          </ul>
          <p id="password-avoided">{say(texts.avoided)}</p>
          <ul class="rules" aria-labelledby="password-avoided">
            {checkedWhenSent.map((rule) => (
              <Rule view={view} rule={rule} />
            ))}
          </ul>
        </div>
        <FieldErrors view={view} field="password" errors={errors} />
        <PasswordInput field="password" describedBy="password-rules" errors={errors} />
        <p class="strength" data-strength={JSON.stringify(strengthTexts.map(say))} hidden>
          {say(texts.strength)} <strong></strong>
        </p>
        {/* Said by a screen reader when the typing stops. */}
        <p class="unseen" role="status" data-said></p>
      </div>
      <div class={mismatch ? 'field wrong' : 'field'} data-repeat>
        <label for="repeat">{say(texts.repeat)}</label>
        <FieldErrors view={view} field="repeat" errors={errors} />
        <PasswordInput field="repeat" errors={errors} />
      </div>
    </div>
  );
}

function Rule({ view, rule, hidden = false }: { view: View; rule: PasswordRule; hidden?: boolean }) {
  return (
    <li data-rule={rule} id={`password-${rule}`} hidden={hidden}>
      {view.say(ruleTexts[rule].asked)}
    </li>
  );
}

interface FieldProps {
  readonly field: 'password' | 'repeat';
  readonly errors: readonly PasswordError[];
}

/** C-05: nothing here stops a paste or a password manager, and nothing cuts what is typed. */
function PasswordInput({ field, describedBy, errors }: FieldProps & { describedBy?: string }) {
  const wrong = errors.some((error) => error.field === field);
  const described = [describedBy, wrong && `${field}-error`].filter((id) => typeof id === 'string').join(' ');
  return (
    <input
      id={field}
      name={field}
      type="password"
      autocomplete="new-password"
      autocapitalize="off"
      autocorrect="off"
      spellcheck={false}
      {...(described !== '' && { 'aria-describedby': described })}
      {...(wrong && { 'aria-invalid': 'true' })}
    />
  );
}

function FieldErrors({ view: { say }, field, errors }: FieldProps & { view: View }) {
  const wrong = errors.filter((error) => error.field === field);
  if (wrong.length === 0) return null;
  return (
    <div class="error" id={`${field}-error`}>
      {wrong.map(({ text }) => (
        <p>
          <span class="unseen">{say(pageTexts.error)}</span> {say(text)}
        </p>
      ))}
    </div>
  );
}
