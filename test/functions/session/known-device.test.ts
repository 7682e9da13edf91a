import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { deviceCookie, knownDevice, nonceBytes } from '../../../functions/session/known-device.ts';

const hmacKey = 'the key of the tests';
const deps = { hmacKey, fresh: () => randomBytes(nonceBytes) };

describe('the cookie of a device', () => {
  test('D-11: is known for the names under which somebody signed in, and for no other', () => {
    const cookie = deviceCookie(undefined, ['adalovel', 'ada@uca.fr'], deps);
    expect(knownDevice(cookie, 'adalovel', hmacKey)).toBe(cookie.slice(0, 22));
    expect(knownDevice(cookie, 'ada@uca.fr', hmacKey)).toBe(cookie.slice(0, 22));
    expect(knownDevice(cookie, 'marcurie', hmacKey)).toBeUndefined();
  });

  test('keeps the people who share a browser, the newest of them when they are many', () => {
    let cookie = deviceCookie(undefined, ['one'], deps);
    cookie = deviceCookie(cookie, ['two'], deps);
    expect(knownDevice(cookie, 'one', hmacKey)).toBe(knownDevice(cookie, 'two', hmacKey));
    for (let n = 0; n < 20; n += 1) cookie = deviceCookie(cookie, [`person${n}`], deps);
    expect(knownDevice(cookie, 'person19', hmacKey)).toBeDefined();
    expect(knownDevice(cookie, 'one', hmacKey)).toBeUndefined();
    expect(cookie.length).toBeLessThan(500);
  });

  test('cannot be made without the key, and no part of one fits another', () => {
    const cookie = deviceCookie(undefined, ['adalovel'], deps);
    const [, proof = ''] = cookie.split('.');
    const other = deviceCookie(undefined, ['marcurie'], deps);
    const [nonce = ''] = other.split('.');
    for (const forged of [
      `${nonce}.${proof}`,
      cookie.slice(0, -1),
      `${cookie}x`,
      cookie.slice(0, 22),
      '',
      'x',
      `${'A'.repeat(22)}.${'A'.repeat(43)}`,
      deviceCookie(undefined, ['adalovel'], { ...deps, hmacKey: 'another key' }),
    ]) {
      expect(knownDevice(forged, 'adalovel', hmacKey), forged).toBeUndefined();
    }
  });

  test('takes what is none for a browser that is new', () => {
    expect(deviceCookie('<odd>', ['adalovel'], deps)).toMatch(/^[\w-]{22}\.[\w-]{43}$/);
  });
});
