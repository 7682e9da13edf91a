import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket, type TlsOptions } from 'node:tls';
import { BerReader, BerWriter, PasswordPolicyControl } from 'ldapts';

/** LDAP operations by the tag of their request (RFC 4511, 4.2 to 4.8). */
const operations = { 0x60: 'bind', 0x63: 'search', 0x66: 'modify', 0x68: 'add' } as const;
export type Operation = (typeof operations)[keyof typeof operations];

export interface Answer {
  readonly code: number;
  /** The server's own words, which quote values. */
  readonly message?: string;
  /** Names of entries that a search gives, each with `attributes`: an `objectClass` and no more unless told. */
  readonly entries?: readonly string[];
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
  /** The error of the password policy control that comes with it. */
  readonly policyError?: number;
  /** Nothing is answered, and the connection stays open. */
  readonly silent?: boolean;
  /** Addresses that a search gives instead of entries. */
  readonly references?: readonly string[];
}

/** What a request says, as far as tests ask. */
interface Received {
  readonly operation: Operation;
  /** The name that a bind is for, or the entry that is asked for. */
  readonly dn: string;
  /** What a Modify does, in its order: `replace userPassword "…"`. */
  readonly changes: readonly string[];
  /** Whether it asks for the password policy control. */
  readonly hasPolicyControl: boolean;
}

/** A server that speaks just enough LDAP over TLS to answer what a test wants, right or wrong. */
export interface ScriptedLdapServer {
  /** `ldaps://127.0.0.1:…` */
  readonly url: string;
  /** Every request so far, oldest first. */
  readonly received: Operation[];
  /** The same, with what they say. */
  readonly requests: Received[];
  /** What each operation is answered: success unless told. Of several answers each is given once, the last for ever. */
  readonly answers: Partial<Record<Operation, Answer | Answer[]>>;
  stop(): Promise<void>;
}

/** @param tls its certificate and key, and whatever is wrong with its TLS. */
export async function startScriptedLdapServer(tls: TlsOptions): Promise<ScriptedLdapServer> {
  const received: Operation[] = [];
  const requests: Received[] = [];
  const answers: ScriptedLdapServer['answers'] = {};
  const next = (operation: Operation): Answer => {
    const scripted = [answers[operation] ?? { code: 0 }].flat();
    if (scripted.length > 1) answers[operation] = scripted.slice(1);
    return scripted[0] ?? { code: 0 };
  };
  const open = new Set<TLSSocket>();
  const server = createServer(tls, (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    let waiting = Buffer.alloc(0);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      waiting = Buffer.concat([waiting, chunk]);
      for (;;) {
        const request = readRequest(waiting);
        if (!request) return;
        const bytes = waiting.subarray(0, request.length);
        waiting = waiting.subarray(request.length);
        if (!request.operation) return void socket.end();
        received.push(request.operation);
        requests.push(contentOf(request.operation, bytes));
        const answer = next(request.operation);
        if (!answer.silent) socket.write(answerTo(request.id, request.tag, answer));
      }
    });
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `ldaps://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    requests,
    answers,
    async stop() {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };
}

function readRequest(bytes: Buffer) {
  if (bytes.length < 2) return undefined;
  const reader = new BerReader(bytes);
  if (reader.readSequence() === null || reader.remain < reader.length) return undefined;
  const length = reader.offset + reader.length;
  const id = reader.readInt() ?? 0;
  const tag = reader.peek() ?? 0;
  return { id, tag, length, operation: isOperation(tag) ? operations[tag] : undefined };
}

function isOperation(tag: number): tag is keyof typeof operations {
  return tag in operations;
}

function contentOf(operation: Operation, bytes: Buffer): Received {
  const reader = new BerReader(bytes);
  reader.readSequence();
  reader.readInt();
  reader.readSequence();
  const end = reader.offset + reader.length;
  if (operation === 'bind') reader.readInt();
  const dn = reader.readString() ?? '';
  const changes: string[] = [];
  if (operation === 'modify') {
    reader.readSequence();
    while (reader.offset < end) {
      reader.readSequence();
      const kind = ['add', 'delete', 'replace'][reader.readEnumeration() ?? -1] ?? 'unknown';
      reader.readSequence();
      const words = [kind, reader.readString() ?? ''];
      reader.readSequence(0x31);
      for (const last = reader.offset + reader.length; reader.offset < last;)
        words.push(JSON.stringify(reader.readString()));
      changes.push(words.join(' '));
    }
  }
  return { operation, dn, changes, hasPolicyControl: bytes.subarray(end).includes(PasswordPolicyControl.type) };
}

function answerTo(
  id: number,
  tag: number,
  { code, message = '', entries = [], attributes, references = [], policyError }: Answer,
): Buffer {
  const parts = [
    ...entries.map((dn) =>
      envelope(id, 0x64, (writer) => {
        writer.writeString(dn);
        writer.startSequence();
        for (const [name, values] of Object.entries(attributes ?? { objectClass: ['inetOrgPerson'] })) {
          writer.startSequence();
          writer.writeString(name);
          writer.startSequence(0x31);
          for (const value of values) writer.writeString(value);
          writer.endSequence();
          writer.endSequence();
        }
        writer.endSequence();
      }),
    ),
    ...references.map((url) => envelope(id, 0x73, (writer) => writer.writeString(url))),
    // Each answer's tag follows its request's (RFC 4511, appendix B).
    envelope(
      id,
      tag + 1 + Number(tag === 0x63),
      (writer) => {
        writer.writeEnumeration(code);
        writer.writeString('');
        writer.writeString(message);
      },
      policyError,
    ),
  ];
  return Buffer.concat(parts);
}

function envelope(id: number, tag: number, body: (writer: BerWriter) => void, policyError?: number): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(id);
  writer.startSequence(tag);
  body(writer);
  writer.endSequence();
  if (policyError !== undefined) {
    writer.startSequence(0xa0);
    new PasswordPolicyControl({ value: { error: policyError } }).write(writer);
    writer.endSequence();
  }
  writer.endSequence();
  return writer.buffer;
}
