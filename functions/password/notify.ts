import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { toldLastDay } from '../account/account-dates.ts';
import { getAccount } from '../account/account-repository.ts';
import { mayHavePassword } from '../account/account-use.ts';
import type { Account } from '../account/account.ts';
import { recoveryAddressOf } from '../account/recovery-address.ts';
import { getFile } from '../file/file-repository.ts';
import type { FileRecord } from '../file/file.ts';
import { letInLink, type MailedLinkDeps, notMeLink } from '../link/mailed-link.ts';
import { accountActivated } from '../mail/letters/account-activated.tsx';
import { accountEnded } from '../mail/letters/account-ended.tsx';
import { addressChanged } from '../mail/letters/address-changed.tsx';
import { addresseeOf } from '../mail/addressee.ts';
import { comparableAddress } from '../mail/comparable-address.ts';
import type { HeldIn } from '../mail/letters/letter-directories.tsx';
import type { Letter, Mail } from '../mail/mail.ts';
import { passwordChanged } from '../mail/letters/password-changed.tsx';
import { passwordCleared } from '../mail/letters/password-cleared.tsx';
import { passwordPartly } from '../mail/letters/password-partly.tsx';
import { passwordPending } from '../mail/letters/password-pending.tsx';
import { reachableAddress, type ReachableAddressDeps } from '../mail/reachable-address.ts';
import { type Notice, sendNotices } from '../mail/send-notices.ts';
import { lightOf } from '../portal/link/password-progress.ts';
import { getOperation } from '../operation/operation-repository.ts';
import type { PasswordOperation } from '../operation/operation.ts';
import type { CountMetric } from '../step/count-metric.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import type { University } from '../university/university.ts';
import { notReached } from './conclude-password.ts';
import { givesUpAnother } from './given-up.ts';

/** What somebody is told of; of one that something newer holds over, nobody is. */
const toldOutcomes = ['everywhere', 'somewhere', 'nowhere', 'partly', 'cleared', 'ended', 'refused'] as const;

export const contract = {
  input: z.object({ operationId: id, password: z.object({ outcome: z.enum(toldOutcomes), accountId: id }) }),
  output: z.object({ outcome: z.enum(['told', 'nobody-to-tell']) }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

interface Deps extends MailedLinkDeps, ReachableAddressDeps {
  readonly tables: Tables;
  readonly mail: Mail;
  readonly university: University;
  readonly countMetric: CountMetric;
  readonly now: () => Temporal.Instant;
}

/**
 * Tells the recovery address and the university address how a choice of password stands, once per outcome and address
 * (6.3.7, A-08), without secrets (G-09); and the former recovery addresses that were not told yet. Each mail
 * has a link of its own that says that it was not me. Of a refusal that changed no password the page says so, and no mail
 * but those to former recovery addresses. Once the account has ended, its recovery address alone is told. Never
 * throttled: who takes an account over would see to it.
 * @throws RetryableError when the tables or the mail provider are away; the other mails are sent all the same.
 */
export async function notify({ operationId, password }: Input, deps: Deps): Promise<Output> {
  const { tables, university, now } = deps;
  const operation = await getOperation(operationId, 'password', { tables });
  if (operation?.accountId !== password.accountId) throw new Error('No choice of password of this account has this id');
  const account = await getAccount(password.accountId, tables);
  const file = await getFile(account.leadingFileId, tables);
  const { outcome } = password;
  const told: Told = { outcome, operation, account, file };

  const recovery = await reachableAddress(recoveryAddressOf(account, file, now(), university), deps);
  const notices: Notice[] = [];
  const addresses = [['recovery', recovery] as const, ['university', account.mailAddress] as const];
  for (const [which, to] of outcome === 'refused' && !givesUpAnother(operation) ? [] : addresses) {
    if (to === undefined || (outcome === 'ended' && which === 'university')) continue;
    const mailKey = `${operationId}#${outcome}#${which}`;
    notices.push({ mailKey, to, write: () => letterFor(told, { which, mailKey }, deps) });
  }
  for (const { address, operationId: of, undone = false } of operation.former ?? []) {
    const to = await reachableAddress(address, deps);
    if (to === undefined || comparableAddress(to) === comparableAddress(recovery ?? '')) continue;
    // The address changed once, however often it is told how the password stands, and by whichever choice.
    notices.push({ mailKey: `${of}#former`, to, write: () => letterToFormer(told, { undone }, deps) });
  }
  return { outcome: (await sendNotices(notices, deps)) ? 'told' : 'nobody-to-tell' };
}

interface Told {
  readonly outcome: (typeof toldOutcomes)[number];
  readonly operation: PasswordOperation;
  readonly account: Account;
  readonly file: FileRecord | undefined;
}

async function letterFor(
  { outcome, operation, account, file }: Told,
  { which, mailKey }: { which: 'recovery' | 'university'; mailKey: string },
  deps: Deps,
): Promise<Letter> {
  const { university, publicUrl, now } = deps;
  const { login, mailAddress, services, office } = account;
  const to = { ...addresseeOf(account, file, university), login };
  if (outcome === 'ended') return accountEnded({ ...to, office, ...toldLastDay(account, university) });
  const common = { ...to, notMeLink: await notMeLink(operation, deps) };
  const held = heldIn(operation, account, university);
  switch (outcome) {
    case 'everywhere':
      if (operation.purpose !== 'activation') return passwordChanged(common);
      return accountActivated({ ...common, services, ...(mailAddress !== undefined && { mailAddress }) });
    case 'somewhere':
    case 'nowhere': {
      const activated = operation.purpose === 'activation' && account.state !== 'provisioned';
      return passwordPending({ ...common, activated, held });
    }
    case 'partly':
      return passwordPartly({ ...common, held, office, portalUrl: publicUrl });
    case 'refused':
    case 'cleared': {
      // A link that lets somebody in goes to the recovery address alone, and for this choice alone.
      const open = operation.epoch === account.credentialEpoch && mayHavePassword(account, university, now());
      const again = which === 'recovery' && open ? await letInLink(account, file, mailKey, deps) : undefined;
      const why = outcome === 'refused' ? 'refused' : 'too-late';
      return passwordCleared({ ...common, why, held, office, portalUrl: publicUrl, ...(again && { again }) });
    }
  }
}

async function letterToFormer(
  { operation, account, file }: Told,
  { undone }: { undone: boolean },
  deps: Deps,
): Promise<Letter> {
  const { login } = account;
  return addressChanged({
    ...addresseeOf(account, file, deps.university),
    login,
    undone,
    notMeLink: await notMeLink(operation, deps),
  });
}

/** What each directory holds of the choice, the one that was asked first before the others. */
function heldIn(operation: PasswordOperation, account: Account, { passwordOrder }: University): HeldIn[] {
  const unreached = notReached(account);
  return passwordOrder.flatMap((name): HeldIn[] => {
    if (unreached.includes(name)) {
      const refuses = account.directories[name]?.status === 'refused';
      return [
        { name, holds: 'none', ...(refuses ? { status: 'refused', reason: 'no-entry' } : { status: 'cleared' }) },
      ];
    }
    if (account.passwords[name]?.epoch !== operation.epoch) return [];
    const { light, holds = 'none', reason } = lightOf(name, account, operation);
    return [{ name, status: light, holds, ...(reason !== undefined && { reason }) }];
  });
}
