import { createServer, request, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';

export interface ProxyOptions {
  /** Where people come. */
  readonly port: number;
  /** The local cloud's. */
  readonly cloudPort: number;
  readonly apiId: string;
}

export interface Proxy {
  /** `http://localhost:…` */
  readonly url: string;
  stop(): Promise<void>;
}

/** Puts the HTTP API of a local cloud, which it finds by its host name only, at an address that people can open. */
export async function startProxy({ port, cloudPort, apiId }: ProxyOptions): Promise<Proxy> {
  const host = `${apiId}.execute-api.localhost:${cloudPort}`;
  const server = createServer((incoming, outgoing) => forward(incoming, outgoing, cloudPort, host));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://localhost:${port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse, port: number, host: string): void {
  const { method, url: path } = incoming;
  const headers = { ...endToEnd(incoming.headers), host };
  const onward = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
    pipeline(answer, outgoing, () => undefined);
  });
  onward.on('error', () => {
    if (!outgoing.headersSent) outgoing.writeHead(502, { 'content-type': 'text/plain' });
    outgoing.end('The local cloud does not answer.');
  });
  pipeline(incoming, onward, () => undefined);
}

// RFC 9110 7.6.1, for one connection only; and what a client says about addresses, which API Gateway replaces.
const dropped =
  /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|forwarded|x-forwarded-.*|x-real-ip)$/;

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.test(name)));
}
