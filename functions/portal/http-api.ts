import type { Hono } from 'hono';
import * as z from 'zod/mini';
import type { RequestFacts } from './request-facts.ts';

// hono/aws-lambda is deprecated in favour of a package that is not published, and writes an address that it cannot read
// to the console, token and all. This speaks payload 2.0 of HTTP APIs and nothing else.

const event = z.object({
  rawPath: z.string(),
  rawQueryString: z._default(z.string(), ''),
  headers: z._default(z.record(z.string(), z.optional(z.string())), {}),
  cookies: z.optional(z.array(z.string())),
  body: z.optional(z.string()),
  isBase64Encoded: z.optional(z.boolean()),
  requestContext: z.object({
    requestId: z.string(),
    http: z.object({ method: z.string(), sourceIp: z.optional(z.string()) }),
  }),
});
type HttpApiEvent = z.infer<typeof event>;

export interface HttpApiResult {
  statusCode: number;
  headers: Record<string, string>;
  cookies: string[];
  body: string;
  isBase64Encoded: boolean;
}

/** What the pages read. Forwarded hosts and addresses are none of them: they are never believed (B-10, D-08). */
const headersRead = ['accept-encoding', 'accept-language', 'content-type', 'origin', 'sec-fetch-site'];

/** Methods that a Request can be made of; any other is answered like one of these that no page allows. */
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * Answers an event of an HTTP API (payload 2.0) with an app.
 * @param publicUrl the origin that the app sees, whatever the Host of the request.
 */
export function httpApi<E extends { Bindings: RequestFacts }>(
  app: Hono<E>,
  { publicUrl }: { publicUrl: string },
): (raw: unknown) => Promise<HttpApiResult> {
  return async (raw) => {
    const parsed = z.parse(event, raw);
    const { requestId, http } = parsed.requestContext;
    try {
      return await resultOf(await app.fetch(requestOf(parsed, publicUrl), { requestId, clientAddress: http.sourceIp }));
    } catch {
      // Not even the page that tells of a failure could be made: the API's own answer would have no headers.
      return unanswered(requestId);
    }
  };
}

function requestOf(parsed: HttpApiEvent, publicUrl: string): Request {
  const { rawPath, rawQueryString, headers, cookies, body, isBase64Encoded = false, requestContext } = parsed;
  const url = new URL(publicUrl);
  url.pathname = rawPath;
  url.search = rawQueryString;
  const { method } = requestContext.http;
  const read = new Headers();
  const cookie = cookies?.join('; ') ?? headers['cookie'];
  for (const [name, value] of [
    ...headersRead.map((each) => [each, headers[each]] as const),
    ['cookie', cookie] as const,
  ]) {
    if (value !== undefined && /^[\t\x20-\x7e]*$/.test(value)) read.set(name, value);
  }
  const known = methods.includes(method) ? method : 'OPTIONS';
  const bodiless = known === 'GET' || known === 'HEAD' || body === undefined;
  return new Request(url, {
    method: known,
    headers: read,
    ...(!bodiless && { body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') }),
  });
}

async function resultOf(response: Response): Promise<HttpApiResult> {
  const cookies = response.headers.getSetCookie();
  const encoded = response.headers.has('content-encoding');
  const body = Buffer.from(await response.arrayBuffer());
  return {
    statusCode: response.status,
    headers: Object.fromEntries([...response.headers].filter(([name]) => name !== 'set-cookie')),
    cookies,
    body: body.toString(encoded ? 'base64' : 'utf8'),
    isBase64Encoded: encoded,
  };
}

function unanswered(requestId: string): HttpApiResult {
  return {
    statusCode: 500,
    headers: {
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'content-type': 'text/plain; charset=utf-8',
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      'x-content-type-options': 'nosniff',
    },
    cookies: [],
    body: `Service indisponible / Service unavailable (${requestId})\n`,
    isBase64Encoded: false,
  };
}
