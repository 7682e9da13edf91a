import { join } from 'node:path';
import { z } from 'zod';
import type { Children } from './children.ts';

export interface MailboxOptions {
  readonly smtpPort: number;
  readonly webPort: number;
  /** Exists; takes the log and the messages. */
  readonly folder: string;
  readonly children: Children;
}

const address = z.object({ address: z.string() });
const mail = z.object({
  id: z.string(),
  from: z.array(address),
  to: z.array(address),
  subject: z.string().default(''),
  text: z.string().default(''),
  html: z
    .union([z.string(), z.literal(false)])
    .default('')
    .transform((html) => html || ''),
});

/** A message as it arrived, decoded. */
export interface Mail {
  readonly id: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** An inbox (maildev) that takes all mail for whomever. */
export interface Inbox {
  /** The page to open. */
  readonly url: string;
  /** Everything that came, oldest first. */
  mails(): Promise<Mail[]>;
  /**
   * Waits for a message to one address, an early one counting too.
   * @throws when none has come after `seconds` (20 unless given).
   */
  mailTo(recipient: string, options?: { seconds?: number; matching?: (mail: Mail) => boolean }): Promise<Mail>;
  /** Throws all messages away. */
  empty(): Promise<void>;
}

export interface Mailbox extends Inbox {
  stop(): Promise<void>;
}

/** @throws when it does not answer in twenty seconds; the message names the log. */
export async function startMailbox(options: MailboxOptions): Promise<Mailbox> {
  const { smtpPort, webPort, folder, children } = options;
  const log = join(folder, 'mailbox.log');
  const program = join(import.meta.dirname, '..', 'node_modules', '.bin', 'maildev');
  const child = await children.start({
    ...{ name: 'the inbox', command: process.execPath, log, cwd: folder },
    args: [
      ...[program, '--ip', '127.0.0.1', '--smtp', String(smtpPort), '--web-ip', '127.0.0.1', '--web', String(webPort)],
      ...['--mail-directory', join(folder, 'mail'), '--silent'],
    ],
  });
  const url = `http://localhost:${webPort}`;
  const ended = child.ended.then(() => Promise.reject(new Error(`The inbox ended: see ${log}.`)));
  try {
    await Promise.race([answering(url, log), ended]);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return { ...inboxAt(url), stop: () => child.stop() };
}

/** The inbox at this address, `http://localhost:…`. */
export function inboxAt(url: string): Inbox {
  const api = `${url}/api/email`;
  const mails = async (): Promise<Mail[]> => {
    const answer = await fetch(api);
    const messages = z.array(mail).parse(await answer.json());
    return messages.map(({ from, to, ...rest }) => ({
      ...rest,
      from: from.map((sender) => sender.address),
      to: to.map((recipient) => recipient.address),
    }));
  };
  return {
    ...{ url, mails },
    async mailTo(recipient, { seconds = 20, matching = () => true } = {}) {
      const deadline = Date.now() + seconds * 1_000;
      do {
        const found = (await mails()).find((each) => each.to.includes(recipient) && matching(each));
        if (found !== undefined) return found;
        await new Promise((resolve) => setTimeout(resolve, 200));
      } while (Date.now() < deadline);
      throw new Error(`No such mail to ${recipient} in ${seconds} seconds.`);
    },
    async empty() {
      await fetch(`${api}/all`, { method: 'DELETE' });
    },
  };
}

async function answering(url: string, log: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const answer = await fetch(`${url}/api/healthz`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The inbox does not answer: see ${log}.`);
}
