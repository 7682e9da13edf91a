import { beforeAll, describe, expect, test } from 'vitest';
import type { Mail } from '../../../functions/mail/mail.ts';
import { RetryableError } from '../../../functions/step/errors.ts';

/** A message as it stands in the inbox of the one address. */
interface Arrived {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A provider in its three tempers, and the inbox behind the first. */
export interface MailWorld {
  readonly mail: Mail;
  readonly withUnverifiedSender: Mail;
  readonly away: Mail;
  /** Waits until `count` messages have come for the address, and returns them, oldest first. */
  arrived(address: string, count: number): Promise<readonly Arrived[]>;
  /** How many messages have come in all. */
  total(): Promise<number>;
}

export const notOneAddress = [
  ...['', ' ', 'ada', '@', 'ada@', '@etu.example', 'ada@@etu.example', 'ada@b@etu.example'],
  ...['ada@etu.example,eve@evil.example', 'ada@etu.example;eve@evil.example', 'ada@etu.example eve@evil.example'],
  ...[
    'Ada <ada@etu.example>',
    '<ada@etu.example>',
    'ada@etu.example (Ada)',
    '"ada"@etu.example',
    'group:ada@etu.example;',
  ],
  ...['ada@etu.example\r\nBcc: eve@evil.example', 'ada@etu.example\nBcc: eve@evil.example', 'ada\u0000@etu.example'],
  ...[' ada@etu.example', 'ada@etu.example ', 'ada@etu.example\t', 'ada@etu.example%0aBcc:eve@evil.example'],
  ...['ada@localhost', 'ada@127.0.0.1', 'ada@[127.0.0.1]', 'ada@etu..example', 'ada@-etu.example', 'ada@etu.example.'],
  ...[
    '.ada@etu.example',
    'ada.@etu.example',
    'a..da@etu.example',
    'adа@etu.example',
    'ada@etu.exаmple',
    'ada@etu。example',
  ],
  ...['ada@xn--a.example', 'ada@xn--.example', 'ada@xn--0.xn--0', `${'a'.repeat(65)}@etu.example`],
  ...[`ada@${'a'.repeat(64)}.example`, `ada@${'a.'.repeat(130)}example`, '["ada@etu.example","eve@evil.example"]'],
];

/** What every way of sending mail keeps to. Addresses are fresh, so that an inbox may be shared and is never emptied. */
export function mailContract(name: string, start: () => MailWorld | Promise<MailWorld>): void {
  describe(name, () => {
    let world: MailWorld;
    let used = 0;
    const address = () => `ada.${Date.now().toString(36)}.${++used}@etu.example`;
    const message = (to: string) => ({
      to,
      subject: 'Votre compte est prêt / Your account is ready',
      text: 'Bonjour Élodie, ça y est : « œuvre » \u{1F393}\n\n.\n\nhttps://portal.example/l/abc=def\n',
      html: '<!DOCTYPE html><html lang="fr"><body><p>Bonjour Élodie, ça y est : « œuvre » \u{1F393} &amp; more</p></body></html>',
    });
    beforeAll(async () => {
      world = await start();
    });

    test('brings subject, text and page to the one address as they were written', async () => {
      const sent = message(address());
      expect(await world.mail.send(sent)).toMatchObject({ outcome: 'sent' });
      const [arrived] = await world.arrived(sent.to, 1);
      expect(arrived?.to).toEqual([sent.to]);
      expect(arrived?.subject).toBe(sent.subject);
      expect(arrived?.text.replaceAll('\r\n', '\n').trimEnd()).toBe(sent.text.trimEnd());
      expect(arrived?.html.replaceAll('\r\n', '\n').trimEnd()).toBe(sent.html);
    });

    test('keeps a long line and a long page whole', async () => {
      const to = address();
      const link = `https://portal.example/l/${'x'.repeat(1500)}`;
      await world.mail.send({
        ...message(to),
        text: `${link}\n`,
        html: `<p>${'é '.repeat(20_000)}<a href="${link}">x</a></p>`,
      });
      const [arrived] = await world.arrived(to, 1);
      expect(arrived?.text.trim()).toBe(link);
      expect(arrived?.html).toContain(`${'é '.repeat(20_000)}<a href="${link}">`);
    });

    test('sends what it is given twice, twice, under two ids: it is not what makes a mail unique (G-08)', async () => {
      const sent = message(address());
      const results = [await world.mail.send(sent), await world.mail.send(sent)];
      const ids = results.map((result) => (result.outcome === 'sent' ? result.messageId : undefined));
      expect(new Set(ids).size).toBe(2);
      expect(await world.arrived(sent.to, 2)).toHaveLength(2);
    });

    test('G-03: refuses whatever is not one address and nothing else, and sends nothing', async () => {
      const before = await world.total();
      for (const to of notOneAddress) {
        expect(await world.mail.send(message(to)), to).toEqual({ outcome: 'refused', code: 'AddressMalformed' });
      }
      expect(await world.total()).toBe(before);
    });

    test.each([
      'Compte\r\nBcc: eve@evil.example',
      'Compte\nX: y',
      'Compte\rX',
      'Compte\u0000',
      'Compte\u2028X: y',
      'Compte\u0085X',
    ])('G-02: refuses a subject that would begin another header: %j', async (subject) => {
      const before = await world.total();
      const result = await world.mail.send({ ...message(address()), subject });
      expect(result).toEqual({ outcome: 'refused', code: 'SubjectMalformed' });
      expect(await world.total()).toBe(before);
    });

    test('throws what the deployment must mend: an unverified sender is no refusal of the address, and is not retried', async () => {
      const to = address();
      const error: unknown = await world.withUnverifiedSender.send(message(to)).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Error);
      expect(error).not.toBeInstanceOf(RetryableError);
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(to);
      expect(error).not.toHaveProperty('cause');
    });

    test('asks for another try when no answer comes, without quoting the address', async () => {
      const to = address();
      const error: unknown = await world.away.send(message(to)).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(RetryableError);
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(to);
      expect(error).not.toHaveProperty('cause');
    });
  });
}
