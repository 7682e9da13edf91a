import { BlockList, isIP } from 'node:net';

/**
 * Whose uses are counted together for a client address: the address itself, or for IPv6 its /64, which is what one
 * subscriber gets (D-05).
 * @returns `undefined` inside the campus, where a lecture hall shares one address. What is no address counts as one client.
 */
export function clientBucket(address: string | undefined, campus: BlockList): string | undefined {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address ?? '')?.[1] ?? address ?? '';
  if (isIP(mapped) === 4) return campus.check(mapped, 'ipv4') ? undefined : `address#${mapped}`;
  if (isIP(mapped) === 6) return campus.check(mapped, 'ipv6') ? undefined : `address#${network64(mapped)}`;
  return 'address#unknown';
}

/** @param ranges networks in CIDR notation. @throws Error for what is none, when the process starts. */
export function networks(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', prefix = '', ...more] = range.split('/');
    const family = isIP(network);
    if (family === 0 || !/^\d+$/.test(prefix) || more.length > 0)
      throw new Error(`${range} is not a network such as 192.0.2.0/24`);
    list.addSubnet(network, Number(prefix), family === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

/** The first four groups of an IPv6 address, written in full. */
function network64(address: string): string {
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const last = groups(tail ?? '');
  // A dotted end stands for two groups.
  const written = groups(head).length + last.length + (address.includes('.') ? 1 : 0);
  const filled =
    tail === undefined ? groups(head) : [...groups(head), ...Array<string>(8 - written).fill('0'), ...last];
  return filled
    .slice(0, 4)
    .map((group) => group.padStart(4, '0'))
    .join(':');
}
