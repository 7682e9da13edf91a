import type { Ports } from './world.ts';

/** Where `npm start` puts things. `npm test` takes other ports, so that both run side by side. */
export const startPorts = {
  cloud: 4566,
  smtp: 1025,
  inbox: 1080,
  portal: 3000,
  uca: 6636,
  isimaLimos: 6637,
} as const satisfies Ports;
