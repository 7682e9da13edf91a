import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** @returns as many ports of 127.0.0.1 as asked for, on which nobody listens just now. */
export async function freePorts<const N extends number>(count: N): Promise<PortList<N>> {
  // All are held until the last is known, so that none comes twice.
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports as unknown as PortList<N>;
}

type PortList<N extends number, List extends number[] = []> = List['length'] extends N
  ? List
  : PortList<N, [...List, number]>;

/** Whether nobody listens on this port, or stops within two seconds: who was killed keeps a port for a moment. */
export async function isFree(port: number): Promise<boolean> {
  for (let left = 20; left > 0; left -= 1) {
    if (await isFreeNow(port)) return true;
    await pause(100);
  }
  return false;
}

/** Neither on 127.0.0.1 nor on ::1, where browsers look for `localhost` first. */
async function isFreeNow(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1']) {
    try {
      const server = await listen(port, host);
      await new Promise((resolve) => server.close(resolve));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return false;
    }
  }
  return true;
}

function listen(port: number, host = '127.0.0.1') {
  const server = createServer();
  return new Promise<typeof server>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}
