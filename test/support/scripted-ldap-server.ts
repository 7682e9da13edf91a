import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket, type TlsOptions } from 'node:tls';
import { BerReader, BerWriter } from 'ldapts';

/** LDAP operations by the tag of their request (RFC 4511, 4.2 to 4.8). */
const operations = { 0x60: 'bind', 0x63: 'search', 0x66: 'modify', 0x68: 'add' } as const;
export type Operation = (typeof operations)[keyof typeof operations];

export interface Answer {
  readonly code: number;
  /** The server's own words, which quote values. */
  readonly message?: string;
  /** Names of entries that a search gives, each with an `objectClass` and no more. */
  readonly entries?: readonly string[];
  /** Addresses that a search gives instead of entries. */
  readonly references?: readonly string[];
}

/** A server that speaks just enough LDAP over TLS to answer what a test wants, right or wrong. */
export interface ScriptedLdapServer {
  /** `ldaps://127.0.0.1:…` */
  readonly url: string;
  /** Every request so far, oldest first. */
  readonly received: Operation[];
  /** What each operation is answered: success unless told. */
  readonly answers: Partial<Record<Operation, Answer>>;
  stop(): Promise<void>;
}

/** @param tls its certificate and key, and whatever is wrong with its TLS. */
export async function startScriptedLdapServer(tls: TlsOptions): Promise<ScriptedLdapServer> {
  const received: Operation[] = [];
  const answers: ScriptedLdapServer['answers'] = {};
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
        waiting = waiting.subarray(request.length);
        if (!request.operation) return void socket.end();
        received.push(request.operation);
        socket.write(answerTo(request.id, request.tag, answers[request.operation] ?? { code: 0 }));
      }
    });
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `ldaps://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
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

function answerTo(id: number, tag: number, { code, message = '', entries = [], references = [] }: Answer): Buffer {
  const parts = [
    ...entries.map((dn) =>
      envelope(id, 0x64, (writer) => {
        writer.writeString(dn);
        writer.startSequence();
        writer.startSequence();
        writer.writeString('objectClass');
        writer.startSequence(0x31);
        writer.writeString('inetOrgPerson');
        for (let open = 0; open < 3; open += 1) writer.endSequence();
      }),
    ),
    ...references.map((url) => envelope(id, 0x73, (writer) => writer.writeString(url))),
    // Each answer's tag follows its request's (RFC 4511, appendix B).
    envelope(id, tag + 1 + Number(tag === 0x63), (writer) => {
      writer.writeEnumeration(code);
      writer.writeString('');
      writer.writeString(message);
    }),
  ];
  return Buffer.concat(parts);
}

function envelope(id: number, tag: number, body: (writer: BerWriter) => void): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(id);
  writer.startSequence(tag);
  body(writer);
  writer.endSequence();
  writer.endSequence();
  return writer.buffer;
}
