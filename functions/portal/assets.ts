import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import pico from '@picocss/pico/css/pico.classless.min.css?raw';
import password from './password/password.client.ts?script';
import passwordStrength from './password/password-strength.client.ts?script';
import portal from './portal.css?raw';
import refresh from './refresh.client.js?raw';

export interface Asset {
  readonly path: string;
  readonly type: string;
  readonly body: string;
  /** The body for a browser that unpacks it: a tenth of the style sheet, on a phone's connection. */
  readonly gzipped: () => Uint8Array<ArrayBuffer>;
}

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1d4f91"/>' +
  '<path d="M7 23V9l9 8 9-8v14" fill="none" stroke="#fff" stroke-width="3.2" stroke-linecap="round" stroke-linejoin="round"/></svg>';

/** An address holds the hash of what it serves: a browser keeps it for ever and a change is a new address. */
function asset(name: string, type: string, body: string): Asset {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16);
  let gzipped: Uint8Array<ArrayBuffer> | undefined;
  return { path: `/assets/${hash}/${name}`, type, body, gzipped: () => (gzipped ??= new Uint8Array(gzipSync(body))) };
}

export const assets = {
  style: asset('portal.css', 'text/css; charset=utf-8', `${pico}\n${portal}`),
  refresh: asset('refresh.js', 'text/javascript; charset=utf-8', refresh),
  password: asset('password.js', 'text/javascript; charset=utf-8', password),
  passwordStrength: asset('password-strength.js', 'text/javascript; charset=utf-8', passwordStrength),
  icon: asset('icon.svg', 'image/svg+xml', icon),
} as const;
