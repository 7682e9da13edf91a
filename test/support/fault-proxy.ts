import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** What happens to connections through the proxy. What is sent is TLS, so the proxy sees chunks and not messages. */
type Fault =
  /** Everything passes. */
  | { readonly kind: 'none' }
  /** Connections are accepted, and nothing ever answers. */
  | { readonly kind: 'black-hole' }
  /** The server's bytes arrive one by one, this many milliseconds apart. */
  | { readonly kind: 'slow-drip'; readonly every: number }
  /** The server hangs up when nobody has spoken for this many milliseconds. */
  | { readonly kind: 'idle-close'; readonly after: number }
  /** Once the server has sent this many chunks the next one is lost, and the connection with it. Then all is well. */
  | { readonly kind: 'lost-answer'; readonly after: number }
  /** As `lost-answer`, but nothing more is heard on a connection that stays open. */
  | { readonly kind: 'silence'; readonly after: number };

/** A TCP proxy on 127.0.0.1 in front of a server, with faults that can change at any time. */
export interface FaultProxy {
  readonly port: number;
  fault: Fault;
  /** Connections accepted so far, open now, and open at once at most. */
  readonly connections: { readonly total: number; readonly open: number; readonly peak: number };
  /** Answers lost so far. */
  readonly lost: number;
  stop(): Promise<void>;
}

export async function startFaultProxy(target: { host: string; port: number }): Promise<FaultProxy> {
  const open = new Set<Socket>();
  const connections = { total: 0, open: 0, peak: 0 };
  const server = createServer((client) => {
    connections.total += 1;
    connections.open += 1;
    connections.peak = Math.max(connections.peak, connections.open);
    open.add(client);
    client.once('close', () => {
      connections.open -= 1;
      open.delete(client);
    });
    client.on('error', () => client.destroy());
    if (proxy.fault.kind !== 'black-hole') pass(client);
  });

  function pass(client: Socket): void {
    const upstream = connect(target);
    let isSilent = false;
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    const answer = (chunk: Buffer) => {
      const { fault } = proxy;
      if (isSilent) return;
      if (fault.kind === 'slow-drip') return void drip(client, chunk, fault.every);
      if (fault.kind === 'lost-answer' || fault.kind === 'silence') {
        if (fault.after === 0) {
          proxy.fault = { kind: 'none' };
          lost += 1;
          if (fault.kind === 'silence') isSilent = true;
          else end();
          return;
        }
        proxy.fault = { ...fault, after: fault.after - 1 };
      }
      client.write(chunk);
    };
    const watch = () => {
      const idle = proxy.fault.kind === 'idle-close' ? proxy.fault.after : 0;
      client.setTimeout(idle, () => client.end());
    };
    watch();
    client.on('data', (chunk: Buffer) => {
      watch();
      upstream.write(chunk);
    });
    upstream.on('data', answer);
    upstream.on('error', end);
    upstream.once('close', () => client.end());
    client.once('close', () => upstream.destroy());
  }

  let lost = 0;
  const proxy: FaultProxy = {
    get port() {
      return (server.address() as AddressInfo).port;
    },
    fault: { kind: 'none' },
    connections,
    get lost() {
      return lost;
    },
    async stop() {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return proxy;
}

async function drip(client: Socket, chunk: Buffer, every: number): Promise<void> {
  for (const byte of chunk) {
    if (client.destroyed) return;
    client.write(Buffer.of(byte));
    await setTimeout(every);
  }
}
