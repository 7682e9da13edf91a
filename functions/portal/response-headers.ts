import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { secureHeaders } from 'hono/secure-headers';

/** E-05 asks for HSTS of a year or more. */
const hstsSeconds = 2 * 365 * 24 * 3600;

/** Everything comes from this site, nothing is inline, nobody frames it (E-05). */
export const securityHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    scriptSrc: ["'self'"],
    connectSrc: ["'self'"],
    // The style sheet's own icons are data.
    imgSrc: ["'self'", 'data:'],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    objectSrc: ["'none'"],
    frameAncestors: ["'none'"],
  },
  strictTransportSecurity: `max-age=${hstsSeconds}; includeSubDomains`,
  xFrameOptions: 'DENY',
  // privacyHeaders says it, page by page.
  referrerPolicy: false,
});

/** Where a link leads, and what it opens. */
const personalRoutes = ['/l/:token', '/status'];

/** Nothing is kept by a browser or a proxy but what says so itself (E-06). */
export const privacyHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.headers.has('cache-control')) c.header('Cache-Control', 'no-store');
  // With no-referrer a browser sends a form with `Origin: null`, and one that knows no Sec-Fetch-Site could not prove
  // where the form was. Where a link leads there is no form, and nothing is said at all (B-11).
  c.header('Referrer-Policy', personalRoutes.includes(routePath(c, -1)) ? 'no-referrer' : 'same-origin');
};
