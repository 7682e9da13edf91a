import { type Client, InvalidCredentialsError } from 'ldapts';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { RetryableError } from '../step/errors.ts';
import { type Connection, connectionSchema, type FindConnection } from './connection.ts';
import { inTime, openClient, refuseDebugging, translating } from './ldap-client.ts';

/** In milliseconds. */
const limits = {
  /** A connection that nobody used for this long is not trusted: the function may have been frozen meanwhile (I-03). */
  idle: 5_000,
  /** How long credentials that were refused are not tried again, so that no policy locks the identity (I-18). */
  refused: 60_000,
};

/** How the adapters of LDAP reach a directory. What is thrown names no entry, no value and none of the server's own words. */
export interface LdapConnection {
  /**
   * Does something as the service identity, on the kept connection or on a new one; any error but the server's considered
   * answer throws the connection away.
   * @throws RetryableError when the directory is away, busy or slow.
   */
  perform<T>(work: (reached: Reached) => Promise<T>): Promise<T>;

  /**
   * Does something on a connection of its own, on which nobody has bound, and closes it.
   * @throws RetryableError as `perform`.
   */
  apart<T>(work: (reached: Reached) => Promise<T>): Promise<T>;

  /** Opens a connection of its own for the service identity, for calls that belong together. */
  alone(): AloneConnection;
}

/** A connection for calls in a row, each within the time of one. */
interface AloneConnection {
  /** @throws RetryableError as `perform` above; nothing more comes from this connection then. */
  perform<T>(work: (reached: Reached) => Promise<T>): Promise<T>;
  end(): void;
}

export interface Reached {
  readonly client: Client;
  readonly connection: Connection;
}

export interface LdapOptions {
  readonly now?: () => Temporal.Instant;
}

/**
 * An LDAP directory (RFC 4511), reached by LDAPS. One connection is kept (I-23).
 * @param findConnection how it is reached; asked when a connection is opened.
 */
export function ldapConnection(
  findConnection: FindConnection,
  { now = Temporal.Now.instant }: LdapOptions = {},
): LdapConnection {
  refuseDebugging();
  const clock = () => now().epochMilliseconds;
  let kept: Kept | undefined;
  let refused: { connection: Connection; at: number } | undefined;

  function current(): Kept {
    if (kept && !kept.isFresh()) discard(kept);
    kept ??= open();
    return kept;
  }

  function discard(connection: Kept): void {
    connection.abort();
    if (kept === connection) kept = undefined;
  }

  function open(): Kept {
    const ending = new AbortController();
    let lastUsed = clock();
    let client: Client | undefined;
    const bound = (async (): Promise<Reached> => {
      const connection = await allowedConnection();
      return translating(async () => {
        client = await boundClient(connection, ending);
        return { client, connection };
      });
    })();
    // Everyone who waits for it is told; when nobody waits any more, nobody is.
    bound.catch(() => undefined);
    return {
      bound,
      abort: () => ending.abort(),
      isFresh() {
        const idle = clock() - lastUsed;
        return !ending.signal.aborted && client?.isBound !== false && idle >= 0 && idle < limits.idle;
      },
      used() {
        lastUsed = clock();
      },
    };
  }

  async function properConnection(): Promise<Connection> {
    const connection = await findConnection(refused?.connection);
    if (!z.safeParse(connectionSchema, connection).success)
      throw new RetryableError('The directory has no proper connection settings');
    return connection;
  }

  async function allowedConnection(): Promise<Connection> {
    const connection = await properConnection();
    if (refused && sameIdentity(refused.connection, connection)) {
      refused = { connection, at: refused.at };
      const since = clock() - refused.at;
      if (since >= 0 && since < limits.refused)
        throw new RetryableError('The directory refused these credentials a moment ago');
    }
    return connection;
  }

  async function boundClient(connection: Connection, ending: AbortController): Promise<Client> {
    const client = await openClient(connection, ending);
    try {
      await client.bind(connection.bindDn, connection.password);
      refused = undefined;
      return client;
    } catch (error) {
      if (error instanceof InvalidCredentialsError) refused = { connection, at: clock() };
      throw error;
    }
  }

  return {
    async perform(work) {
      const connection = current();
      try {
        const result = await inTime(connection.bound.then((reached) => translating(() => work(reached))));
        connection.used();
        return result;
      } catch (error) {
        discard(connection);
        throw error;
      }
    },
    async apart(work) {
      const ending = new AbortController();
      const done = async () => {
        const connection = await properConnection();
        return translating(async () => work({ client: await openClient(connection, ending), connection }));
      };
      return inTime(done()).finally(() => ending.abort());
    },
    alone() {
      const connection = open();
      return {
        perform: (work) => inTime(connection.bound.then((reached) => translating(() => work(reached)))),
        end: () => connection.abort(),
      };
    },
  };
}

interface Kept {
  readonly bound: Promise<Reached>;
  abort(): void;
  isFresh(): boolean;
  used(): void;
}

function sameIdentity(one: Connection, other: Connection): boolean {
  return one.url === other.url && one.bindDn === other.bindDn && one.password === other.password;
}
