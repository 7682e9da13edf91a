import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { routePath } from 'hono/route';
import type { Temporal } from 'temporal-polyfill';
import { dayOf } from '../account/account-dates.ts';
import { findAccount } from '../account/account-repository.ts';
import { getFile } from '../file/file-repository.ts';
import { findLink } from '../link/find-link.ts';
import { isToken } from '../link/link-token.ts';
import { RetryableError } from '../step/errors.ts';
import type { Tables } from '../table/tables.ts';
import { networks } from '../throttle/client-bucket.ts';
import type { Language, University } from '../university/university.ts';
import type { StartWorkflow } from '../workflow/start-workflow.ts';
import { AccountPage } from './account-page.tsx';
import { assets } from './assets.ts';
import { fieldsOf, nothingTyped, parseForm, readClaim } from './claim-input.ts';
import { ClaimPage } from './claim-page.tsx';
import { rememberedLanguage, rememberedLink, rememberLanguage, rememberLink } from './cookies.ts';
import { DeadLinkPage } from './dead-link-page.tsx';
import { ErrorPage, type ErrorStatus } from './error-page.tsx';
import { FirstTimePage } from './first-time-page.tsx';
import { HelpPage } from './help-page.tsx';
import { HomePage } from './home-page.tsx';
import { identities } from './identities.ts';
import { languageNamed, preferredLanguage } from './language.ts';
import { type View, viewOf } from './page.tsx';
import { progressOf } from './progress.ts';
import { receiveClaim } from './receive-claim.ts';
import type { RequestFacts } from './request-facts.ts';
import { nameAndPlace, type RequestLog } from './request-log.ts';
import { privacyHeaders, securityHeaders } from './response-headers.ts';
import { ReceivedPage } from './received-page.tsx';
import { StatusPage } from './status-page.tsx';

export interface PortalDeps {
  readonly tables: Tables;
  readonly startOnboarding: StartWorkflow;
  /** The key of links and of what the throttle counts. */
  readonly hmacKey: () => Promise<string>;
  readonly university: University;
  /** The origin that people see; a request's own Host is never believed (B-10). */
  readonly publicUrl: string;
  readonly now: () => Temporal.Instant;
  readonly newId: () => string;
  readonly log: RequestLog;
}

interface PortalEnv {
  Bindings: RequestFacts;
  Variables: { language: Language };
}
type PortalContext = Context<PortalEnv>;

/** M-03: a form is a few hundred bytes; this is what the API lets through at most. */
const largestBody = 64 * 1024;

/** The pages, over clients that are given: what API Gateway calls in production and tests call directly. */
export function portal(deps: PortalDeps): Hono<PortalEnv> {
  const { university, log } = deps;
  const campus = networks(university.campusRanges);
  const app = new Hono<PortalEnv>();

  const view = (c: PortalContext, here = c.req.path): View => viewOf(c.get('language'), here, university);
  const error = (c: PortalContext, status: ErrorStatus, reference?: string) => {
    c.status(status);
    return c.html(<ErrorPage view={view(c, '/')} status={status} {...(reference !== undefined && { reference })} />);
  };

  app.use(async (c, next) => {
    await next();
    // The route, never the path, the query or the body: those hold tokens and what people type (B-12, F-06).
    const { method } = c.req;
    log.info('Request', { method, route: routePath(c, -1), status: c.res.status, requestId: c.env.requestId });
  });
  app.use(securityHeaders, privacyHeaders);
  app.use(async (c, next) => {
    const asked = c.req.queries('lang');
    const wanted = languageNamed(asked?.[0]);
    c.set('language', wanted ?? rememberedLanguage(c) ?? preferredLanguage(c.req.header('accept-language')));
    if (asked && (asked.length > 1 || !wanted)) return error(c, 400);
    if (wanted) rememberLanguage(c, wanted);
    return next();
  });
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c: PortalContext, methods) => {
        c.header('Allow', methods.join(', '));
        return error(c, 405);
      },
    }),
  );
  app.use(bodyLimit({ maxSize: largestBody, onError: (c: PortalContext) => error(c, 413) }));
  const fromThisSite = csrf({ origin: new URL(deps.publicUrl).origin });
  // Of the methods that change something, pages take POST alone: any other is refused as what it is.
  app.use((c, next) => (c.req.method === 'POST' ? fromThisSite(c, next) : next()));

  app.get('/', (c) => c.html(<HomePage view={view(c)} />));
  app.get('/first-time', (c) => c.html(<FirstTimePage view={view(c)} />));
  app.get('/received', (c) => c.html(<ReceivedPage view={view(c)} />));
  app.get('/account', (c) => c.html(<AccountPage view={view(c)} />));
  app.get('/help', (c) => c.html(<HelpPage view={view(c)} />));

  for (const identity of identities) {
    const path = `/first-time/${identity.slug}`;
    const fields = fieldsOf(identity, university);

    app.get(path, (c) =>
      c.html(
        <ClaimPage
          view={view(c)}
          identity={identity}
          fields={fields}
          form={deps.newId()}
          typed={nothingTyped}
          errors={[]}
        />,
      ),
    );
    app.post(path, async (c) => {
      if (!isForm(c.req.header('content-type'))) return error(c, 400);
      const sent = parseForm(await c.req.text(), fields);
      if (!sent) return error(c, 400);
      const { form, typed } = sent;
      const today = dayOf(deps.now(), university.timeZone);
      const read = readClaim(typed, identity, { today, university });
      if ('errors' in read) {
        c.status(422);
        return c.html(
          <ClaimPage
            view={view(c)}
            identity={identity}
            fields={fields}
            form={form}
            typed={typed}
            errors={read.errors}
          />,
        );
      }
      const { clientAddress } = c.env;
      await receiveClaim(read.claim, { form, language: c.get('language'), clientAddress }, { ...deps, campus });
      return c.redirect('/received', 303);
    });
  }

  // The token leaves the address at once (B-11). Nothing is looked up or changed here (B-06).
  app.get('/l/:token', (c) => {
    const token = c.req.param('token');
    if (!isToken(token)) return deadLink(c);
    rememberLink(c, token);
    return c.redirect('/status', 303);
  });
  app.get('/status', async (c) => {
    const { tables, now } = deps;
    const token = rememberedLink(c) ?? '';
    const link = await findLink(token, 'status', { tables, now, hmacKey: await deps.hmacKey() });
    const file = link && (await getFile(link.fileId, tables));
    // A link that was mailed to an address which the office has since corrected is dead.
    if (!link || !file || file.addressVersion !== link.addressVersion) return deadLink(c);
    const account = await findAccount(link.accountId, tables);
    const progress = progressOf(file, account, { mailedAt: link.mintedAt, university });
    return c.html(<StatusPage view={view(c)} progress={progress} />);
  });
  const deadLink = (c: PortalContext) => {
    c.status(410);
    return c.html(<DeadLinkPage view={view(c, '/status')} />);
  };

  for (const { path, type, body, gzipped } of Object.values(assets)) {
    app.get(path, (c) => {
      c.header('Content-Type', type);
      c.header('Cache-Control', 'public, max-age=31536000, immutable');
      c.header('Vary', 'Accept-Encoding');
      if (!/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) return c.body(body);
      c.header('Content-Encoding', 'gzip');
      return c.body(gzipped());
    });
  }

  app.notFound((c) => error(c, 404));
  app.onError((failure, c) => {
    if (failure instanceof HTTPException && failure.status === 403) return error(c, 403);
    const { requestId } = c.env;
    log.error('Request failed', { requestId, route: routePath(c, -1), ...nameAndPlace(failure) });
    return error(c, failure instanceof RetryableError ? 503 : 500, requestId);
  });
  return app;
}

function isForm(contentType: string | undefined): boolean {
  return /^application\/x-www-form-urlencoded *(;|$)/i.test(contentType ?? '');
}
