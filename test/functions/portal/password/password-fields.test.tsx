import { renderToString } from 'hono/jsx/dom/server';
import { describe, expect, test } from 'vitest';
import { viewOf } from '../../../../functions/portal/page.tsx';
import {
  passwordErrors,
  PasswordFields,
  readPassword,
} from '../../../../functions/portal/password/password-fields.tsx';
import { passwordTexts, ruleTexts } from '../../../../functions/password/password-texts.ts';
import { type PasswordRule, passwordRules } from '../../../../functions/password/password-shape.ts';
import { university } from '../../../../functions/university/uca.ts';

const ada = { login: 'adalovel', firstName: 'Ada', lastName: 'Lovelace', birthDate: '2008-12-10' };
const good = 'Été à vélo, 3 châtaignes';
const read = (form: { password: string; repeat?: string }) => readPassword(form, ada, university);
const html = (broken: readonly PasswordRule[] = [], mismatch = false, language: 'fr' | 'en' = 'en') =>
  renderToString(
    <PasswordFields view={viewOf(language, '/', university)} login="adalovel" broken={broken} mismatch={mismatch} />,
  );
const inputs = (page: string) => page.match(/<input[^>]*>/g) ?? [];

describe('the password of a form', () => {
  test('is taken without a repeat: the page has taken the field away', async () => {
    expect(await read({ password: good })).toEqual({ password: good });
  });

  test('C-03: is the same as its repeat however the keyboard wrote either', async () => {
    expect(await read({ password: good.normalize('NFD'), repeat: good })).toEqual({ password: good });
  });

  test.each(['', ` ${good}`, good.toUpperCase(), `${good}!`])(
    'C-04: is refused when the repeat is another: %j',
    async (repeat) => {
      expect(await read({ password: good, repeat })).toEqual({ broken: [], mismatch: true });
    },
  );

  test('is told its own rules and the repeat together', async () => {
    expect(await read({ password: 'Adalovel-2026!', repeat: 'x' })).toEqual({ broken: ['about-you'], mismatch: true });
  });

  test('that is missing is told so, and nothing of the repeat', async () => {
    expect(await read({ password: '', repeat: good })).toEqual({ broken: ['missing'], mismatch: false });
  });
});

describe('the fields', () => {
  test('C-05: let password managers and pastes through, and cut nothing', () => {
    const page = html(['too-short'], true);
    expect(inputs(page)).toHaveLength(3);
    const [username, ...passwords] = inputs(page);
    expect(username).toMatch(/name="username"[^>]*type="text"[^>]*value="adalovel"[^>]*autocomplete="username"/);
    for (const input of passwords) expect(input).toMatch(/type="password" autocomplete="new-password"/);
    expect(page).not.toMatch(/maxlength|minlength|pattern=|\son\w+=|style=/i);
  });

  test('are described by the rules, and by what is wrong with them', () => {
    expect(html()).toMatch(/id="password"[^>]*aria-describedby="password-rules"/);
    expect(html()).not.toMatch(/aria-invalid|class="error"/);
    const wrong = html(['too-short', 'no-digit'], true);
    expect(wrong).toMatch(/id="password"[^>]*aria-describedby="password-rules password-error" aria-invalid="true"/);
    expect(wrong).toMatch(/id="repeat"[^>]*aria-describedby="repeat-error" aria-invalid="true"/);
  });

  test.each(['fr', 'en'] as const)('list each rule, and tell each one that is broken (%s)', (language) => {
    const { say } = viewOf(language, '/', university);
    for (const rule of passwordRules) {
      const page = html([rule], false, language).replaceAll('&#39;', "'");
      if (rule !== 'missing') expect(page).toMatch(new RegExp(`<li data-rule="${rule}" id="password-${rule}"`));
      expect(page.match(/<div class="error" id="password-error">.*?<\/div>/s)?.[0]).toContain(
        say(ruleTexts[rule].broken),
      );
    }
  });

  test('errors come in the order of the fields, for the summary of the page', () => {
    expect(passwordErrors(['too-short', 'too-common'], true)).toEqual([
      { field: 'password', text: ruleTexts['too-short'].broken },
      { field: 'password', text: ruleTexts['too-common'].broken },
      { field: 'repeat', text: passwordTexts.mismatch },
    ]);
    expect(passwordErrors([], false)).toEqual([]);
  });

  test('H-10: show a login as text', () => {
    const view = viewOf('fr', '/', university);
    const page = renderToString(<PasswordFields view={view} login={'"><script>'} broken={[]} mismatch={false} />);
    expect(page).not.toContain('<script>');
  });
});
