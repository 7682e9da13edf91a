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

/** The address that holds a token, and a page that it leads to and that has no form. */
const silentRoutes = ['/l/:token', '/status'];

/**
 * Nothing is kept by a browser or a proxy but what says so itself (E-06), and nothing says to another site where it was (B-11).
 *
 * With `no-referrer` a browser sends a form with `Origin: null`, and one that knows no Sec-Fetch-Site could not prove where
 * the form was (E-04). So pages with a form tell this site, and this site alone, where they were: they stand at addresses
 * without a token, since the token leaves the address before any page. A page that has a form only at times says so itself.
 */
export const privacyHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.headers.has('cache-control')) c.header('Cache-Control', 'no-store');
  if (c.res.headers.has('referrer-policy')) return;
  c.header('Referrer-Policy', silentRoutes.includes(routePath(c, -1)) ? 'no-referrer' : 'same-origin');
};
