import { Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { describe, expect, test } from 'vitest';
import { httpApi } from '../../../functions/portal/http-api.ts';
import type { RequestFacts } from '../../../functions/portal/request-facts.ts';

interface Seen {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string;
  facts: RequestFacts;
}

const publicUrl = 'https://compte.example';
const event = {
  version: '2.0',
  routeKey: '$default',
  rawPath: '/help',
  rawQueryString: 'lang=en',
  headers: { host: 'abc.execute-api.eu-west-3.amazonaws.com', 'accept-language': 'fr' },
  requestContext: {
    requestId: 'request-1',
    domainName: 'abc.execute-api.eu-west-3.amazonaws.com',
    http: { method: 'GET', path: '/help', sourceIp: '203.0.113.7' },
  },
  isBase64Encoded: false,
};
const { requestContext } = event;
const posted = { ...requestContext, http: { ...requestContext.http, method: 'POST' } };

async function seen(given: object): Promise<Seen> {
  const app = new Hono<{ Bindings: RequestFacts }>();
  let request: Seen | undefined;
  app.all('*', async (c) => {
    const { url, method, headers } = c.req.raw;
    request = { url, method, headers: Object.fromEntries(headers), body: await c.req.text(), facts: c.env };
    return c.text('');
  });
  await httpApi(app, { publicUrl })({ ...event, ...given });
  if (!request) throw new Error('The app was not asked');
  return request;
}

describe('an event of the HTTP API', () => {
  test('is a request to the public address, from the address that the API saw', async () => {
    expect(await seen({})).toEqual({
      url: 'https://compte.example/help?lang=en',
      method: 'GET',
      headers: { 'accept-language': 'fr' },
      body: '',
      facts: { requestId: 'request-1', clientAddress: '203.0.113.7' },
    });
  });

  test.each([
    { host: 'evil.example' },
    { 'x-forwarded-host': 'evil.example' },
    { 'x-forwarded-proto': 'http' },
    { 'x-forwarded-port': '81' },
    { 'x-forwarded-prefix': '/evil' },
    { 'x-forwarded-server': 'evil.example' },
    { 'x-forwarded-for': '198.51.100.1' },
    { forwarded: 'host=evil.example;proto=http;for=198.51.100.1' },
    { 'x-original-host': 'evil.example' },
    { 'x-original-url': '/evil' },
    { 'x-rewrite-url': '/evil' },
    { 'x-host': 'evil.example' },
    { 'x-http-method-override': 'DELETE' },
    { host: 'compte.example,evil.example' },
  ])('B-10, D-08: is the same whatever hop it claims to come from: %j', async (headers) => {
    expect(await seen({ headers: { ...event.headers, ...headers } })).toEqual(await seen({}));
  });

  test.each([
    ['/', 'https://compte.example/'],
    ['//evil.example/x', 'https://compte.example//evil.example/x'],
    ['/a?b#c', 'https://compte.example/a%3Fb%23c?lang=en'],
    ['/é', 'https://compte.example/%C3%A9?lang=en'],
    ['https://evil.example/', 'https://compte.example/https://evil.example/'],
    ['/\\evil.example', 'https://compte.example//evil.example'],
    ['', 'https://compte.example/'],
  ])('B-10: with the path %j stays on the site', async (rawPath, url) => {
    const request = await seen({ rawPath });
    expect(new URL(request.url).origin).toBe(publicUrl);
    expect(request.url.replace('?lang=en', '')).toBe(url.replace('?lang=en', ''));
  });

  test('has its cookies from where the API, or one like it, puts them', async () => {
    expect((await seen({ cookies: ['a=1', 'b=2'] })).headers['cookie']).toBe('a=1; b=2');
    expect((await seen({ headers: { cookie: 'a=1; b=2' } })).headers['cookie']).toBe('a=1; b=2');
  });

  test('has its body as it was sent, whether it is packed or not', async () => {
    expect((await seen({ requestContext: posted, body: 'name=Élodie' })).body).toBe('name=Élodie');
    const body = Buffer.from('name=Élodie').toString('base64');
    expect((await seen({ requestContext: posted, body, isBase64Encoded: true })).body).toBe('name=Élodie');
    expect((await seen({ requestContext: posted })).body).toBe('');
  });

  test('has no body where there can be none', async () => {
    expect((await seen({ body: 'x' })).body).toBe('');
  });

  test('leaves out a header that no header can be', async () => {
    const headers = { 'accept-language': 'fr\r\nx: y', 'content-type': 'é', origin: publicUrl };
    expect((await seen({ headers })).headers).toEqual({ origin: publicUrl });
  });

  test.each(['TRACE', 'TRACK', 'CONNECT', 'BREW', 'get', '', 'G T'])(
    'E-08: by %j is one that no page takes',
    async (method) => {
      expect(
        (await seen({ requestContext: { ...requestContext, http: { ...requestContext.http, method } } })).method,
      ).toBe('OPTIONS');
    },
  );

  test('is answered with a status, headers, cookies and text', async () => {
    const app = new Hono<{ Bindings: RequestFacts }>();
    app.get('/help', (c) => {
      setCookie(c, 'a', '1');
      setCookie(c, 'b', '2');
      return c.html('é', 201);
    });
    expect(await httpApi(app, { publicUrl })(event)).toEqual({
      statusCode: 201,
      headers: { 'content-type': 'text/html; charset=UTF-8' },
      cookies: ['a=1; Path=/', 'b=2; Path=/'],
      body: 'é',
      isBase64Encoded: false,
    });
  });

  test('is answered with what is packed as base 64', async () => {
    const app = new Hono<{ Bindings: RequestFacts }>();
    app.get('/help', (c) => c.body(Uint8Array.of(0, 255), 200, { 'Content-Encoding': 'gzip' }));
    expect(await httpApi(app, { publicUrl })(event)).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
  });

  test('E-09: that nothing answers gets a reference and the headers that protect it', async () => {
    const app = new Hono<{ Bindings: RequestFacts }>();
    app.get('/help', () => {
      throw new Error('canary');
    });
    app.onError(() => {
      throw new Error('canary');
    });
    const result = await httpApi(app, { publicUrl })(event);
    expect(result.statusCode).toBe(500);
    expect(result.body).toContain('request-1');
    expect(JSON.stringify(result)).not.toContain('canary');
    expect(result.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
    });
  });
});
