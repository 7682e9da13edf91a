import { createServer } from 'node:http';

export interface AnsweringServer {
  readonly endpoint: string;
  /** What it answers until it is told something else; `hang-up` closes the connection. */
  answer: { status: number; body: unknown } | 'hang-up';
  /** The bodies that it was sent, oldest first. */
  readonly requests: unknown[];
  close(): void;
}

/** An AWS service of the JSON protocol as the SDK meets it, so that the SDK's own parsing takes part in a test. */
export async function answeringServer(): Promise<AnsweringServer> {
  const served: AnsweringServer = {
    endpoint: '',
    answer: { status: 200, body: {} },
    requests: [],
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      served.requests.push(JSON.parse(Buffer.concat(parts).toString()));
      if (served.answer === 'hang-up') return void request.socket.destroy();
      const { status, body } = served.answer;
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port');
  return Object.assign(served, { endpoint: `http://127.0.0.1:${address.port}` });
}
