import { inject } from 'vitest';
import { clientConfig } from '../../local/deploy.ts';
import { inboxAt, type Inbox } from '../../local/mailbox.ts';

/** How an SDK client reaches the world that the tests share: `new S3Client(worldClient())`. */
export function worldClient() {
  return clientConfig(inject('world'));
}

/** The inbox that all mail of that world goes to. */
export function worldInbox(): Inbox {
  return inboxAt(inject('world').inbox);
}
