import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export type AwsAnswer = (response: ServerResponse) => void;

/**
 * An AWS service that gives these answers one after the other, then the last one again and again, until the test ends.
 * @returns what an SDK client needs to ask it, trying twice, and what it was asked.
 */
export async function scriptedAws(...answers: AwsAnswer[]) {
  const requests: unknown[] = [];
  const server = createServer((request, response) => {
    void text(request).then(
      (body) => {
        requests.push(read(request, body));
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        answer?.(response);
      },
      // Whoever asks gave up in the middle of it.
      () => undefined,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const settings = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-west-3',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 2,
    // Little patience with one that says nothing, and with no other: a busy machine takes its time.
    requestHandler: { requestTimeout: answers.includes(awsIsSilent) ? 100 : 30_000, throwOnRequestTimeout: true },
  };
  return { settings, requests };
}

/** By the protocol of the service: the query protocol sends a form, the others JSON. */
function read({ headers }: IncomingMessage, body: string): unknown {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  return isForm ? Object.fromEntries(new URLSearchParams(body)) : JSON.parse(body);
}

/** An answer of the JSON protocols of AWS: what was asked for, or an error by its name. */
export function awsAnswer(
  status: number,
  body: Record<string, unknown> | string = {},
  more: Record<string, unknown> = {},
): AwsAnswer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(typeof body === 'string' ? { __type: `com.amazonaws#${body}`, ...more } : body));
  };
}

export function awsHangsUp(response: ServerResponse): void {
  response.destroy();
}

export function awsIsSilent(): void {
  // Until the test is over.
}
