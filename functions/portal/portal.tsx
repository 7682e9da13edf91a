import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { routePath } from 'hono/route';
import { RetryableError } from '../step/errors.ts';
import { assets } from './assets.ts';
import { rememberedLanguage, rememberLanguage, takeNotice } from './cookies.ts';
import { ErrorPage, type ErrorStatus } from './error-page.tsx';
import { languageNamed, preferredLanguage } from './language.ts';
import { type View, viewOf } from './page.tsx';
import type { PageDeps, PortalApp, PortalContext, PortalEnv, Routes } from './portal-env.ts';
import { nameAndPlace } from './request-log.ts';
import { privacyHeaders, securityHeaders } from './response-headers.ts';

/** M-03: a form is a few hundred bytes; this is what the API lets through at most. */
const largestBody = 64 * 1024;

/** The pages, over clients that are given: what API Gateway calls in production and tests call directly. */
export function portal<Deps extends PageDeps>(deps: Deps, routes: readonly Routes<Deps>[]): PortalApp {
  const { university, log } = deps;
  const app: PortalApp = new Hono<PortalEnv>();

  const view = (c: PortalContext, here = c.req.path): View =>
    viewOf(c.get('language'), here, university, takeNotice(c));
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

  for (const addTo of routes) addTo(app, deps, { view, error });

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
