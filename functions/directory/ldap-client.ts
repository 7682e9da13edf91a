import { Client, ResultCodeError } from 'ldapts';
import type { TLSSocket } from 'node:tls';
import * as z from 'zod/mini';
import { ContractError, RetryableError } from '../step/errors.ts';
import type { Connection } from './connection.ts';
import { resultCode } from './result-codes.ts';
import { secureSocket } from './secure-socket.ts';

/** In milliseconds. One call of a port fails within 5 s, whatever the server does, the secret's reading included (I-02). */
const limits = {
  /** A whole call of a port. */
  call: 4_500,
  /** TCP and TLS. */
  handshake: 3_000,
  /** One question to the server and its answer. */
  answer: 4_000,
};

/** A connection to a directory, on which nobody has bound yet. @param ending ends it, at any time. */
export async function openClient(connection: Connection, ending: AbortController): Promise<Client> {
  const tooLate = Object.assign(new Error('No handshake in time'), { code: 'ETIMEDOUT' });
  const timer = setTimeout(() => ending.abort(tooLate), limits.handshake);
  const socket = await secureSocket(connection, ending.signal).finally(() => clearTimeout(timer));
  return oneConnection(connection.url, socket);
}

/**
 * A client for one connection and no other: ldapts opens another one by itself when the first is gone, and works on
 * without a bind, which a server answers with success and nothing found (I-03). It never starts TLS on a clear one either.
 */
function oneConnection(url: string, socket: TLSSocket): Client {
  let given = false;
  return new Client({
    url,
    timeout: limits.answer,
    connectTimeout: limits.handshake,
    createSecureConnection: () => {
      if (given) throw new Error('The connection is gone');
      given = true;
      return socket;
    },
  });
}

/** What a call of a port comes to, or a RetryableError once it takes too long. */
export async function inTime<T>(call: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new RetryableError('The directory does not answer in time')), limits.call);
  });
  return Promise.race([call, late]).finally(() => clearTimeout(timer));
}

/**
 * Makes what comes from the server or the network an error of ours, without its cause: the server's words quote names
 * and values. A mistake of our own stays what it is.
 */
export async function translating<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RetryableError || error instanceof ContractError) throw error;
    if (error instanceof ResultCodeError) throw new RetryableError(`The directory answers ${resultCode(error.code)}`);
    const { data } = z.safeParse(z.object({ code: z.string() }), error);
    if (error instanceof TypeError && !data) throw error;
    throw new RetryableError(`The directory cannot be reached: ${data?.code ?? 'the connection ended'}`);
  }
}

/** ldapts prints whole requests for NODE_DEBUG, new passwords included (F-02). */
export function refuseDebugging(): void {
  if (/ldapts|\*/i.test(process.env['NODE_DEBUG'] ?? ''))
    throw new Error('NODE_DEBUG must not name ldapts: it prints passwords');
}
