import { createHmac } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import type { Account, PasswordPurpose } from '../account/account.ts';
import { pendingPut } from '../account/pending-directories.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { linkPut } from '../link/mint-link.ts';
import { forgotten, getOperation } from '../operation/operation-repository.ts';
import type { PasswordOperation } from '../operation/operation.ts';
import type { Row, Tables, Write } from '../table/tables.ts';
import { directories, type DirectoryName, type Language } from '../university/university.ts';
import { choiceDigest } from './choice-digest.ts';
import { vaultPut } from '../vault/vault-row.ts';
import type { Seal } from '../vault/vault.ts';

/** B-05: passwords that may be tried after the first was refused by a directory, in the browser that chose it. */
export const triesAfterRefusal = 5;

export interface ChosenPassword {
  /** Of the form: the same form sent twice is one choice. */
  readonly operationId: string;
  readonly purpose: PasswordPurpose;
  /** As it was read when the proof was checked: the choice counts only if its epoch and state are still the same. */
  readonly account: Account;
  /** In NFC, and within the rules (password-rules.ts). */
  readonly password: string;
  readonly language: Language;
  /** What consumes the proof: the links or sessions that this choice uses up. */
  readonly spend: readonly Write[];
  /** Passwords that may still be tried if the directories refuse this one. */
  readonly triesLeft: number;
  /** What else the person decided on the same form: charter, recovery address, language. */
  readonly decided?: Pick<Partial<Account>, 'charter' | 'recovery' | 'language'>;
  /** What the account loses by it. */
  readonly remove?: readonly 'recovery'[];
  /** Writes of what was decided that stand elsewhere. */
  readonly more?: readonly Write[];
  /** The recovery address that another one takes the place of: it is told. */
  readonly formerAddress?: string;
}

export interface AcceptPasswordDeps {
  readonly tables: Tables;
  readonly seal: Seal;
  readonly hmacKey: string;
  readonly now: () => Temporal.Instant;
}

/**
 * Consumes the proof and takes the password in, in one transaction (B-04, B-05): a new epoch begins, so that every session
 * and link of before is dead (A-09, B-09); what every directory is to be told stands in `pending`, so that nothing is
 * forgotten if no workflow ever runs; the password waits sealed in the vault.
 *
 * @returns the token of the `result` link, by which this browser follows what becomes of it, and the new epoch; the same as
 *   `accepted-before` of a form that was sent before, whose `more` stands as it was written then; or `proof-gone` when the
 *   proof was used, or the account changed, meanwhile: nothing has changed then.
 * @throws RetryableError when the tables or the vault's key are away: the same form may be sent again.
 */
export async function acceptPassword(
  chosen: ChosenPassword,
  deps: AcceptPasswordDeps,
): Promise<{ outcome: 'accepted' | 'accepted-before'; token: string; epoch: number } | { outcome: 'proof-gone' }> {
  const { operationId, purpose, account, password, language, triesLeft, decided, formerAddress } = chosen;
  const { tables, now } = deps;
  const { accountId, credentialEpoch, passwordChosenAt } = account;
  const epoch = credentialEpoch + 1;
  const at = now();
  const token = resultToken(operationId, deps.hmacKey);

  const former = [
    ...(await formerOf(account, deps)),
    // A recovery gives up no address but one that was waiting.
    ...(formerAddress === undefined
      ? []
      : [{ address: formerAddress, operationId, ...(purpose === 'recovery' && ({ undone: true } as const)) }]),
  ];
  const sealed = await deps.seal(password, { accountId, operationId });
  const held = directories.filter((name) => mayHoldOne(account, name));
  const operation: PasswordOperation = {
    kind: 'password',
    ...{ operationId, purpose, accountId, epoch, language, before: heldBefore(account) },
    ...(passwordChosenAt !== undefined && { chosenBefore: passwordChosenAt }),
    ...(former.length > 0 && { former }),
    choice: choiceDigest(operationId, password, deps.hmacKey),
    askedAt: at.toString(),
  };
  const changes: Row = {
    ...decided,
    credentialEpoch: epoch,
    liveLinks: [],
    passwordChosenAt: at.toString(),
    openPassword: { operationId, purpose },
    passwords: Object.fromEntries(held.map((name) => [name, { status: 'pending', epoch }])),
  };
  const { conflicts } = await tables.transact([
    {
      table: 'accounts',
      update: { accountId },
      set: changes,
      ...(chosen.remove && { remove: chosen.remove }),
      if: { equals: { credentialEpoch, state: account.state }, absent: ['lock'] },
    },
    { table: 'operations', put: operation, if: { absent: ['operationId'] } },
    ...overtaken(account, operationId, at),
    vaultPut({ accountId, operationId }, sealed, at),
    linkPut({ purpose: 'result', accountId, epoch, operationId, tries: triesLeft }, token, deps),
    ...held.map((directory) => pendingPut(accountId, directory, at)),
    auditEntry(accountId, `password-chosen-${purpose}`, operationId, at),
    ...chosen.spend,
    ...(chosen.more ?? []),
  ]);
  if (conflicts.length === 0) return { outcome: 'accepted', token, epoch };
  const known = await getOperation(operationId, 'password', deps);
  if (known?.accountId !== accountId) return { outcome: 'proof-gone' };
  return { outcome: 'accepted-before', token, epoch: known.epoch };
}

/**
 * A directory that refuses the entry has nothing to write a password on, unless it has had one: then what it refuses is a
 * change of the entry, and the password of before works there for as long as nobody replaces it.
 */
function mayHoldOne({ directories: entries, passwords }: Account, name: DirectoryName): boolean {
  const entry = entries[name];
  return entry !== undefined && (entry.status !== 'refused' || passwords[name] !== undefined);
}

/** Addresses that a choice that is still open may have told nothing yet: its own run will not, once this one holds. */
async function formerOf(
  { openPassword }: Account,
  deps: Pick<AcceptPasswordDeps, 'tables'>,
): Promise<NonNullable<PasswordOperation['former']>> {
  const open = openPassword && (await getOperation(openPassword.operationId, 'password', deps));
  return open?.former ?? [];
}

/** A choice that was still open has no run that would end it, once this one holds. */
function overtaken({ openPassword }: Account, operationId: string, at: Temporal.Instant): Write[] {
  if (!openPassword || openPassword.operationId === operationId) return [];
  return [{ table: 'operations', update: { operationId: openPassword.operationId }, set: forgotten(at) }];
}

/**
 * What the directories hold if none takes the new password. Where it is of a lower epoch, it died with that and comes back
 * through no refusal; while another choice is open nobody knows what holds where that has not arrived, and its password
 * leaves the vault now: in either case the one of before is to be deleted.
 */
function heldBefore({ passwords, openPassword, credentialEpoch: epoch }: Account): Account['passwords'] {
  return Object.fromEntries(
    Object.entries(passwords).map(([name, held]) => {
      const holds = held.epoch === epoch && (!openPassword || held.status === 'verified');
      return [name, holds ? held : { status: 'pending', epoch }];
    }),
  );
}

/** Known to nobody without the key, and the same when a form is sent twice: whichever answer arrives, the browser has it. */
export function resultToken(operationId: string, hmacKey: string): string {
  return createHmac('sha256', hmacKey).update(`result\0${operationId}`).digest('base64url');
}
