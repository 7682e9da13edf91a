import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie, setCookie } from 'hono/cookie';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { routePath } from 'hono/route';
import { secureHeaders } from 'hono/secure-headers';
import type { Temporal } from 'temporal-polyfill';
import { dayOf } from '../account/account-dates.ts';
import { findAccount } from '../account/account-repository.ts';
import { getFile } from '../file/file-repository.ts';
import { findLink } from '../link/find-link.ts';
import { isToken } from '../link/link-token.ts';
import { linkLife } from '../link/mint-link.ts';
import { RetryableError } from '../step/errors.ts';
import type { Tables } from '../table/tables.ts';
import { networks } from '../throttle/client-bucket.ts';
import type { Language, University } from '../university/university.ts';
import type { StartWorkflow } from '../workflow/start-workflow.ts';
import { AccountPage } from './account-page.tsx';
import { assets } from './assets.ts';
import { fieldsOf, nothingTyped, parseForm, readClaim } from './claim-input.ts';
import { ClaimPage } from './claim-page.tsx';
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
  readonly log: Log;
}

export interface Log {
  info(message: string, fields: Readonly<Record<string, string | number>>): void;
  error(message: string, fields: Readonly<Record<string, string | number | readonly string[]>>): void;
}

/** What the adapter says of a request besides the request itself. */
export interface RequestFacts {
  /** Under which the logs of this request are found. */
  readonly requestId: string;
  /** As the trusted hop saw it, never as a header says (D-08). */
  readonly clientAddress: string | undefined;
}

interface PortalEnv {
  Bindings: RequestFacts;
  Variables: { language: Language };
}
type PortalContext = Context<PortalEnv>;

/** M-03: a form is a few hundred bytes; this is what the API lets through at most. */
const largestBody = 64 * 1024;
/** E-05: HSTS for a year or more. */
const hstsSeconds = 2 * 365 * 24 * 3600;
/** Browsers keep a cookie for 400 days at most (RFC 6265bis, 5.5). */
const languageKeptSeconds = 400 * 24 * 3600;

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
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        // The stylesheet's own icons are data.
        imgSrc: ["'self'", 'data:'],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
      },
      strictTransportSecurity: `max-age=${hstsSeconds}; includeSubDomains`,
      xFrameOptions: 'DENY',
      // Set below, where it depends on the page.
      referrerPolicy: false,
    }),
  );
  app.use(async (c, next) => {
    await next();
    if (!c.res.headers.has('cache-control')) c.header('Cache-Control', 'no-store');
    // With no-referrer a browser sends its forms with `Origin: null`, and one that knows no Sec-Fetch-Site could not
    // prove where it comes from. Where a link leads, nothing is said at all (B-11).
    const personal = ['/l/:token', '/status'].includes(routePath(c, -1));
    c.header('Referrer-Policy', personal ? 'no-referrer' : 'same-origin');
  });
  app.use(async (c, next) => {
    const asked = c.req.queries('lang');
    const wanted = languageNamed(asked?.[0]);
    c.set('language', wanted ?? rememberedLanguage(c));
    if (asked && (asked.length > 1 || !wanted)) return error(c, 400);
    if (wanted) {
      setCookie(c, 'lang', wanted, {
        prefix: 'host',
        maxAge: languageKeptSeconds,
        httpOnly: true,
        sameSite: 'Lax',
        secure: true,
        path: '/',
      });
    }
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
  app.use(csrf({ origin: new URL(deps.publicUrl).origin }));

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
    setCookie(c, 'link', token, {
      prefix: 'host',
      maxAge: linkLife.total('seconds'),
      httpOnly: true,
      sameSite: 'Lax',
      secure: true,
      path: '/',
    });
    return c.redirect('/status', 303);
  });
  app.get('/status', async (c) => {
    const { tables, now } = deps;
    const token = getCookie(c, 'link', 'host') ?? '';
    const link = await findLink(token, 'status', { tables, now, hmacKey: await deps.hmacKey() });
    const file = link && (await getFile(link.fileId, tables));
    if (!file) return deadLink(c);
    const account = await findAccount(link.accountId, tables);
    const progress = progressOf(file, account, { mailedAt: link.mintedAt, university });
    return c.html(<StatusPage view={view(c)} progress={progress} />);
  });
  const deadLink = (c: PortalContext) => {
    c.status(410);
    return c.html(<DeadLinkPage view={view(c, '/status')} />);
  };

  for (const { path, type, body } of Object.values(assets)) {
    app.get(path, (c) =>
      c.body(body, 200, { 'Content-Type': type, 'Cache-Control': 'public, max-age=31536000, immutable' }),
    );
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

function rememberedLanguage(c: PortalContext): Language {
  return languageNamed(getCookie(c, 'lang', 'host')) ?? preferredLanguage(c.req.header('accept-language'));
}

function isForm(contentType: string | undefined): boolean {
  return /^application\/x-www-form-urlencoded *(;|$)/i.test(contentType ?? '');
}

/** A vendor's message may quote what was typed: the log gets the name and the place (E-09, F-01). */
function nameAndPlace(failure: Error): { error: string; cause?: string; at: readonly string[] } {
  const at = (failure.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    error: failure.name,
    ...(failure.cause instanceof Error && { cause: failure.cause.name }),
    at: at.slice(0, 5).map((line) => line.trim()),
  };
}
