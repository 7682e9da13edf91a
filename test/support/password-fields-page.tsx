import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { assets } from '../../functions/portal/assets.ts';
import { languageNamed } from '../../functions/portal/language.ts';
import { Page, viewOf } from '../../functions/portal/page.tsx';
import { passwordErrors, PasswordFields, readPassword } from '../../functions/portal/password/password-fields.tsx';
import { privacyHeaders, securityHeaders } from '../../functions/portal/response-headers.ts';
import type { PasswordRule } from '../../functions/password/password-shape.ts';
import { university } from '../../functions/university/uca.ts';

const ada = { login: 'adalovel', firstName: 'Ada', lastName: 'Lovelace', birthDate: '2008-12-10' };

/** A page with nothing but the fields of a password, and what it was sent; `?lang=` chooses its language. */
export async function servePasswordFields() {
  const sent: Record<string, string>[] = [];
  const app = new Hono();
  app.use(securityHeaders, privacyHeaders);
  const page = (language: 'fr' | 'en', broken: readonly PasswordRule[], mismatch: boolean, title: string) => (
    <Page view={viewOf(language, '/', university)} title={title} choosesPassword>
      <h1>{title}</h1>
      <form method="post" action={`/?lang=${language}`} novalidate>
        <PasswordFields view={viewOf(language, '/', university)} login="adalovel" broken={broken} mismatch={mismatch} />
        <button type="submit">OK</button>
      </form>
    </Page>
  );
  app.get('/', (c) => c.html(page(languageNamed(c.req.query('lang')) ?? 'fr', [], false, 'Mot de passe')));
  app.post('/', async (c) => {
    const form = Object.fromEntries(new URLSearchParams(await c.req.text()));
    sent.push(form);
    const read = await readPassword({ password: form['password'] ?? '', repeat: form['repeat'] }, ada, university);
    const language = languageNamed(c.req.query('lang')) ?? 'fr';
    if ('password' in read) return c.html(page(language, [], false, 'Accepted'));
    const errors = passwordErrors(read.broken, read.mismatch);
    return c.html(page(language, read.broken, read.mismatch, `${errors.length} errors`), 422);
  });
  for (const { path, type, body } of Object.values(assets)) {
    app.get(path, (c) => c.body(body, 200, { 'Content-Type': type }));
  }
  const listening = Promise.withResolvers<number>();
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => listening.resolve(port));
  return {
    url: `http://localhost:${await listening.promise}`,
    sent,
    close: () => new Promise<void>((resolve, reject) => server.close((error) => (error ? reject(error) : resolve()))),
  };
}
