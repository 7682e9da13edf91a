import { Attribute, Change, Client, DN, InvalidCredentialsError, NoSuchObjectError, ResultCodeError } from 'ldapts';
import type { TLSSocket } from 'node:tls';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { ContractError, RetryableError } from '../step/errors.ts';
import { type Connection, connectionSchema, type FindConnection } from './connection.ts';
import type { Directory, Entry, Refusal, StoredEntry } from './directory.ts';
import { checkEntry, checkLogin } from './entry-rules.ts';
import { isPassing, resultCode } from './result-codes.ts';
import { secureSocket } from './secure-socket.ts';

/** In milliseconds. One call of the port fails within 5 s, whatever the server does, the secret's reading included (I-02). */
const limits = {
  /** A whole call of the port. */
  call: 4_500,
  /** TCP and TLS. */
  handshake: 3_000,
  /** One question to the server and its answer. */
  answer: 4_000,
  /** A connection that nobody used for this long is not trusted: the function may have been frozen meanwhile (I-03). */
  idle: 5_000,
  /** How long credentials that were refused are not tried again, so that no policy locks the identity (I-18). */
  refused: 60_000,
};

/**
 * An LDAP directory (RFC 4511), reached by LDAPS. One connection is kept (I-23), and thrown away by every error but the
 * server's considered answer. What is thrown names no entry, no value and none of the server's own words.
 *
 * @param findConnection how it is reached; asked when a connection is opened.
 */
export function ldapDirectory(
  findConnection: FindConnection,
  { now = Temporal.Now.instant }: { now?: () => Temporal.Instant } = {},
): Directory {
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
    const bound = (async (): Promise<Bound> => {
      const connection = await allowedConnection();
      return translating(async () => {
        client = await boundClient(connection, ending);
        return { client, peopleDn: connection.peopleDn };
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

  async function allowedConnection(): Promise<Connection> {
    const connection = await findConnection(refused?.connection);
    if (!z.safeParse(connectionSchema, connection).success)
      throw new RetryableError('The directory has no proper connection settings');
    if (refused && sameIdentity(refused.connection, connection)) {
      refused = { connection, at: refused.at };
      const since = clock() - refused.at;
      if (since >= 0 && since < limits.refused)
        throw new RetryableError('The directory refused these credentials a moment ago');
    }
    return connection;
  }

  async function boundClient(connection: Connection, ending: AbortController): Promise<Client> {
    const tooLate = Object.assign(new Error('No handshake in time'), { code: 'ETIMEDOUT' });
    const timer = setTimeout(() => ending.abort(tooLate), limits.handshake);
    const socket = await secureSocket(connection, ending.signal).finally(() => clearTimeout(timer));
    const client = oneConnection(connection.url, socket);
    try {
      await client.bind(connection.bindDn, connection.password);
      refused = undefined;
      return client;
    } catch (error) {
      if (error instanceof InvalidCredentialsError) refused = { connection, at: clock() };
      throw error;
    }
  }

  /** Does something on the kept connection, or on a new one. */
  async function perform<T>(work: (bound: Bound) => Promise<T>): Promise<T> {
    const connection = current();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new RetryableError('The directory does not answer in time')), limits.call);
    });
    try {
      const result = await Promise.race([connection.bound.then((bound) => translating(() => work(bound))), late]);
      connection.used();
      return result;
    } catch (error) {
      discard(connection);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    async write(entry) {
      checkEntry(entry);
      return perform((bound) => written(bound, entry));
    },
    async read(login) {
      checkLogin(login);
      return perform((bound) => stored(bound, login));
    },
    probe: () =>
      perform(async ({ client, peopleDn }) => {
        await client.search(peopleDn, { scope: 'base', attributes: ['1.1'] });
      }),
  };
}

interface Bound {
  readonly client: Client;
  readonly peopleDn: string;
}

interface Kept {
  readonly bound: Promise<Bound>;
  abort(): void;
  isFresh(): boolean;
  used(): void;
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

async function written({ client, peopleDn }: Bound, entry: Entry): Promise<'written' | Refusal> {
  const dn = distinguishedName(entry.login, peopleDn);
  const refused = await answer(client.add(dn, attributesOf(entry)));
  if (!refused) return 'written';
  // Somebody's entry, or ours whose answer was lost (I-09, I-10). A server may check what is asked for before it looks
  // whether the entry is there: what is too little for a new entry may be all that an old one needs.
  const before = await stored({ client, peopleDn }, entry.login);
  if (!before) {
    if (refused.reason === alreadyExists) throw new RetryableError('The entry is there and is not');
    return refused;
  }
  if (before.accountId !== entry.accountId) return { refused: 'foreign-entry', reason: alreadyExists };
  const changes = changesOf(entry, before);
  if (changes.length === 0) return 'written';
  const notChanged = await answer(client.modify(dn, changes));
  if (!notChanged) return 'written';
  // It was deleted, or given the same class, since we read it.
  const hasRaced =
    notChanged.reason === noSuchObject ||
    (notChanged.reason === valueExists && changes.some(({ operation }) => operation === 'add'));
  if (hasRaced) throw new RetryableError('The entry changed meanwhile');
  return notChanged;
}

const [alreadyExists, noSuchObject, valueExists] = [resultCode(68), resultCode(32), resultCode(20)];

async function stored({ client, peopleDn }: Bound, login: string): Promise<StoredEntry | undefined> {
  let found;
  try {
    // No size limit: ldapts takes the code of a search that exceeds it for success (I-15).
    found = await client.search(distinguishedName(login, peopleDn), { scope: 'base', attributes: ['*', 'pwdEndTime'] });
  } catch (error) {
    if (error instanceof NoSuchObjectError) return undefined;
    throw error;
  }
  const [entry, ...others] = found.searchEntries;
  if (others.length > 0 || found.searchReferences.length > 0)
    throw new RetryableError('The directory gives more than one entry');
  // A base search finds its entry or says noSuchObject: nothing at all is what a connection without rights sees.
  if (!entry) throw new RetryableError('The directory gives neither an entry nor an error');
  const attributes = Object.fromEntries(
    Object.entries(entry)
      .map(([name, value]) => [name, [value].flat().map(text)] as const)
      // ldapts adds the name of the entry and what was asked for in vain.
      .filter(([name, texts]) => texts.length > 0 && !['dn', 'userpassword'].includes(name.toLowerCase())),
  );
  const classes = valuesOf(attributes, 'objectClass');
  const [accountId] = classes.some((each) => each.toLowerCase() === 'matriculeaccount')
    ? valuesOf(attributes, 'matriculeAccountId')
    : [];
  return { attributes, ...(accountId !== undefined && { accountId }) };
}

/** The whole of a new entry. Its version is 0: nobody has set a password yet. */
function attributesOf({ login, accountId, objectClasses, attributes }: Entry): Attribute[] {
  const all = {
    objectClass: objectClasses,
    uid: [login],
    matriculeAccountId: [accountId],
    matriculeVersion: ['0'],
    ...attributes,
  };
  return Object.entries(all)
    .filter(([, values]) => values.length > 0)
    .map(([type, values]) => new Attribute({ type, values: [...values] }));
}

/** What a repeated write has left to do. The version and the password are another identity's, and stay. */
function changesOf({ objectClasses, attributes }: Entry, before: StoredEntry): Change[] {
  const classes = valuesOf(before.attributes, 'objectClass').map((each) => each.toLowerCase());
  const missing = objectClasses.filter((each) => !classes.includes(each.toLowerCase()));
  return [
    ...(missing.length > 0 ? [change('add', 'objectClass', missing)] : []),
    ...Object.entries(attributes)
      .filter(([name, values]) => !sameValues(values, valuesOf(before.attributes, name)))
      .map(([name, values]) => change('replace', name, values)),
  ];
}

function change(operation: 'add' | 'replace', type: string, values: readonly string[]): Change {
  return new Change({ operation, modification: new Attribute({ type, values: [...values] }) });
}

function distinguishedName(login: string, peopleDn: string): string {
  checkLogin(login);
  return `${new DN().addPairRDN('uid', login).toString()},${peopleDn}`;
}

/** Attribute names are equal whatever their case (RFC 4512, 2.5). */
function valuesOf(attributes: StoredEntry['attributes'], name: string): readonly string[] {
  return Object.entries(attributes).find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1] ?? [];
}

function sameValues(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((value) => others.includes(value));
}

/** What is no text, a photograph, is shown in base 64: it is none of ours. */
function text(value: string | Buffer): string {
  return typeof value === 'string' ? value : value.toString('base64');
}

/** The server's considered refusal of a request, if it has one; anything else that goes wrong is thrown on. */
async function answer(request: Promise<void>): Promise<Refusal | undefined> {
  try {
    await request;
    return undefined;
  } catch (error) {
    if (!(error instanceof ResultCodeError) || isPassing(error.code)) throw error;
    return { refused: 'rejected', reason: resultCode(error.code) };
  }
}

/**
 * Makes what comes from the server or the network an error of ours, without its cause: the server's words quote names
 * and values. A mistake of our own stays what it is.
 */
async function translating<T>(work: () => Promise<T>): Promise<T> {
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

function sameIdentity(one: Connection, other: Connection): boolean {
  return one.url === other.url && one.bindDn === other.bindDn && one.password === other.password;
}

/** ldapts prints whole requests for NODE_DEBUG, new passwords included (F-02). */
function refuseDebugging(): void {
  if (/ldapts|\*/i.test(process.env['NODE_DEBUG'] ?? ''))
    throw new Error('NODE_DEBUG must not name ldapts: it prints passwords');
}
