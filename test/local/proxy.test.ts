import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePorts } from '../../local/ports.ts';
import { type Proxy, startProxy } from '../../local/proxy.ts';

let cloud: Server;
let proxy: Proxy;
let seen: { method: string | undefined; url: string | undefined; headers: IncomingHttpHeaders; body: string };

beforeEach(async () => {
  cloud = createServer((incoming, answer) => {
    let body = '';
    incoming.on('data', (part: Buffer) => (body += part.toString()));
    incoming.on('end', () => {
      const { method, url, headers } = incoming;
      seen = { method, url, headers, body };
      answer.writeHead(303, { location: '/received', 'set-cookie': ['a=1', 'b=2'] }).end('later');
    });
  });
  await new Promise<void>((resolve) => cloud.listen(0, '127.0.0.1', resolve));
  const [port] = await freePorts(1);
  proxy = await startProxy({ port, cloudPort: (cloud.address() as AddressInfo).port, apiId: 'accede00' });
});

afterEach(async () => {
  await proxy.stop();
  cloud.closeAllConnections();
  cloud.close();
});

describe('the portal’s local address', () => {
  it('passes a form on as it is, to the API’s own host name', async () => {
    const { port } = cloud.address() as AddressInfo;
    const answer = await fetch(`${proxy.url}/start?language=fr`, {
      ...{ method: 'POST', body: 'number=1&day=2', redirect: 'manual' },
      headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: '__Host-link=x' },
    });
    expect(seen).toMatchObject({ method: 'POST', url: '/start?language=fr', body: 'number=1&day=2' });
    expect(seen.headers).toMatchObject({ host: `accede00.execute-api.localhost:${port}`, cookie: '__Host-link=x' });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/received');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await answer.text()).toBe('later');
  });

  it('passes on nothing that a client says about addresses and hosts (B-10)', async () => {
    await fetch(proxy.url, {
      redirect: 'manual',
      headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-for': '1.2.3.4', forwarded: 'host=evil.example' },
    });
    expect(Object.keys(seen.headers).filter((name) => /forwarded/.test(name))).toEqual([]);
  });

  it('passes a body in pieces whole', async () => {
    const status = await new Promise((resolve, reject) => {
      const sent = request(proxy.url, { method: 'POST' }, (answer) => resolve(answer.resume().statusCode));
      sent.on('error', reject);
      sent.write('one,');
      sent.end('two');
    });
    expect(status).toBe(303);
    expect(seen.body).toBe('one,two');
  });

  it('says so when the cloud does not answer', async () => {
    cloud.closeAllConnections();
    await new Promise((resolve) => cloud.close(resolve));
    const answer = await fetch(proxy.url);
    expect(answer.status).toBe(502);
    expect(await answer.text()).toBe('The local cloud does not answer.');
  });
});
