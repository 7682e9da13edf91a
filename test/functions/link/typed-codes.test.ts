import { randomBytes } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { newCode } from '../../../functions/address/code.ts';
import { cardToken, newCardCode } from '../../../functions/request/card-code.ts';
import { stayCode } from '../../../functions/request/stay-code.ts';
import { linkWorld } from '../../support/link-world.ts';

const many = 10_000;
const hmacKey = 'the key of the tests, as long as the key of a deployment';
const kinds = [
  ['card', 32, () => newCardCode(randomBytes).replaceAll('-', '')],
  ['stay', 10, () => stayCode(randomBytes(32).toString('base64url'), hmacKey)],
  ['address', 10, () => newCode(randomBytes)],
] as const;

/** By how much more than chance the letters of codes differ in frequency, in standard deviations (Wilson and Hilferty). */
function deviation(codes: readonly string[], letters: number): number {
  const counts = new Map<string, number>();
  for (const letter of codes.join('')) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  const expected = codes.join('').length / letters;
  const seen = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const chiSquare = seen + (letters - counts.size) * expected;
  const freedom = letters - 1;
  const spread = 2 / (9 * freedom);
  return (Math.cbrt(chiSquare / freedom) - (1 - spread)) / Math.sqrt(spread);
}

describe('a code that is typed', () => {
  // One run in a million is further than 4.75 from chance.
  test.each(kinds)('A-02: of a %s has each letter as often as any other, in every place', (_, letters, draw) => {
    const codes = Array.from({ length: many }, draw);
    expect(deviation(codes, letters)).toBeLessThan(4.75);
    for (let place = 0; place < (codes[0]?.length ?? 0); place += 1) {
      expect(
        deviation(
          codes.map((code) => code.charAt(place)),
          letters,
        ),
        `place ${place}`,
      ).toBeLessThan(4.75);
    }
  });

  test('A-02: of a card is never drawn twice; of six or eight digits no oftener than chance has it', () => {
    const distinct = (draw: () => string) => new Set(Array.from({ length: many }, draw)).size;
    const [card, stay, address] = kinds.map(([, , draw]) => many - distinct(draw));
    expect(card).toBe(0);
    // Pairs of 10,000 that are the same: 50 of a million codes, 0.5 of a hundred million.
    expect(stay).toBeLessThan(100);
    expect(address).toBeLessThan(10);
  });

  test.each(['/activate', '/recover'])(
    'A-02: is refused as the password that it lets somebody choose, at %s',
    async (path) => {
      const world = linkWorld();
      const activates = path === '/activate';
      const { accountId } = await world.person(activates ? {} : { state: 'active' });
      for (const [, , draw] of kinds) {
        const code = draw();
        for (const password of [code, code.replaceAll(/(.{4})(?=.)/g, '$1-')]) {
          const { cookie } = await world.link(accountId, activates ? 'activation' : 'recovery');
          const form = activates ? world.activation({ password }) : { form: ulid(), password };
          expect((await world.send(path, cookie, form)).status, password).toBe(422);
        }
      }
      expect(world.executions).toEqual([]);
    },
  );
});

describe('B-03 a secret', () => {
  test('that somebody brings is looked up by a hash of it, and by nothing of itself', async () => {
    const world = linkWorld();
    const { accountId } = await world.person({ state: 'active' });
    const { token } = await world.link(accountId, 'recovery');
    const kept = JSON.stringify([world.tables.rows('links'), world.tables.rows('sessions')]);
    for (let from = 0; from + 8 <= token.length; from += 1) expect(kept).not.toContain(token.slice(from, from + 8));
    expect(cardToken(newCardCode(randomBytes))).toMatch(/^[\w-]{43}$/);
  });

  test('is compared in constant time wherever it is compared', () => {
    // Names of what somebody could guess at, as it is typed, hashed or kept.
    const secrets = String.raw`\b\w*(?:[tT]oken|[sS]ecret|[pP]assword|[hH]ash|[pP]roof|[tT]yped|cardCode|stayCode)`;
    const compared = new RegExp(`(?:${secrets}|${secrets}\\([^()]*\\)) [!=]==? (?!undefined|null|''|\\d)(.*)`, 'g');
    const found = globSync('functions/**/*.{ts,tsx}').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(compared)].map(([text]) => `${file.replace('functions/', '')}: ${text}`),
    );
    // Both sides are of one hand: two fields of a form, and the password of a directory's own account.
    expect(found.map((each) => each.replace(/:.*/, '')).toSorted()).toEqual([
      'directory/ldap-connection.ts',
      'portal/account/change-password-routes.tsx',
      'portal/password/password-fields.tsx',
    ]);
  });
});
