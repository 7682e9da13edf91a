import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { Connection } from './connection.ts';

/**
 * A TLS connection to the directory, after the handshake: TLS 1.2 or newer, a certificate of the one authority, for this
 * host (I-01). Every option that could be weaker elsewhere, as by NODE_TLS_REJECT_UNAUTHORIZED, is said here.
 * @param signal ends it, at any time.
 * @throws Error with the code of Node or OpenSSL, `CERT_HAS_EXPIRED`.
 */
export function secureSocket({ url, ca }: Pick<Connection, 'url' | 'ca'>, signal: AbortSignal): Promise<TLSSocket> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port: port === '' ? 636 : Number(port),
      ca,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      // An address has no place in SNI; it is compared with the certificate all the same.
      ...(isIP(host) === 0 && { servername: host }),
    });
    const end = () => {
      socket.destroy();
      reject(signal.reason instanceof Error ? signal.reason : new Error('The connection is not wanted any more'));
    };
    signal.addEventListener('abort', end, { once: true });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('The connection ended before it was secure')));
    socket.once('secureConnect', () => resolve(socket));
    // A kept connection does not keep the process.
    socket.unref();
  });
}
