import type { AddressTrouble } from './address-health.ts';

export interface ReachableAddressDeps {
  readonly addressHealth: (address: string) => Promise<'well' | AddressTrouble>;
}

/**
 * The address, unless mail to it came back for good or was called spam (G-05): one more would harm all others.
 * @throws RetryableError when that cannot be known now.
 */
export async function reachableAddress(
  address: string | undefined,
  { addressHealth }: ReachableAddressDeps,
): Promise<string | undefined> {
  return address !== undefined && (await addressHealth(address)) === 'well' ? address : undefined;
}
