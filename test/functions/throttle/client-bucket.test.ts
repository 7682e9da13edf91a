import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clientBucket, networks } from '../../../functions/throttle/client-bucket.ts';

const nowhere = networks([]);
const campus = networks(['193.54.48.0/22', '2001:660:6101::/48']);

describe('a client address', () => {
  test('counts for itself in IPv4', () => {
    expect(clientBucket('203.0.113.7', nowhere)).not.toBe(clientBucket('203.0.113.8', nowhere));
  });

  test('D-05: counts with its /64 in IPv6, however it is written', () => {
    const one = clientBucket('2001:db8:1:2::1', nowhere);
    for (const same of ['2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:0DB8:0001:0002::', '2001:db8:1:2:0:0:192.0.2.1']) {
      expect(clientBucket(same, nowhere)).toBe(one);
    }
    for (const other of ['2001:db8:1:3::1', '2001:db8:1::1', '2001:db8::1:2:0:0:1', '::1']) {
      expect(clientBucket(other, nowhere)).not.toBe(one);
    }
  });

  test('D-05: has one bucket for each /64 and no more', () => {
    const group = fc.integer({ min: 0, max: 0xffff }).map((n) => n.toString(16));
    const half = fc.array(group, { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(half, half, half, (network, one, other) => {
        const written = (host: string[]) => [...network, ...host].join(':');
        expect(clientBucket(written(one), nowhere)).toBe(clientBucket(written(other), nowhere));
      }),
    );
  });

  test('D-05: is the same whether its zeros are written or left out', () => {
    fc.assert(
      fc.property(
        fc.ipV6().filter((address) => isIPv6(address) && !/^::ffff:/i.test(address)),
        (address) => {
          const full = new URL(`http://[${address}]`).hostname.slice(1, -1);
          expect(clientBucket(address, nowhere)).toBe(clientBucket(full, nowhere));
        },
      ),
    );
  });

  test('is IPv4 when it is an IPv4 address written in IPv6', () => {
    expect(clientBucket('::ffff:203.0.113.7', nowhere)).toBe(clientBucket('203.0.113.7', nowhere));
    expect(clientBucket('::ffff:193.54.49.1', campus)).toBeUndefined();
  });

  test('D-05: is not counted on campus, where a lecture hall shares one', () => {
    expect(clientBucket('193.54.51.255', campus)).toBeUndefined();
    expect(clientBucket('2001:660:6101:42::1', campus)).toBeUndefined();
    expect(clientBucket('193.54.52.0', campus)).toBeDefined();
    expect(clientBucket('2001:660:6102::1', campus)).toBeDefined();
  });

  test('is counted as one client when it is none', () => {
    const unknown = clientBucket(undefined, campus);
    expect(unknown).toBeDefined();
    for (const odd of ['', 'canary', '203.0.113.7, 198.51.100.1', '203.0.113.256', '203.0.113.7:443']) {
      expect(clientBucket(odd, campus)).toBe(unknown);
    }
  });

  test('is never compared with a network that is none', () => {
    for (const range of ['193.54.48.0', '193.54.48.0/', 'campus/22', '193.54.48.0/22/1', '', '193.54.48.0/33']) {
      expect(() => networks([range])).toThrow();
    }
  });
});
