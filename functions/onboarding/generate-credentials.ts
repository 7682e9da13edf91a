import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { datesOf, dayOf, hasEnded, redated, stateOn } from '../account/account-dates.ts';
import { recoveryAddressPut } from '../account/recovery-address.ts';
import { getAccount, nextOf } from '../account/account-repository.ts';
import type { AcceptedFile, Account } from '../account/account.ts';
import { entitlements } from '../account/entitlements.ts';
import { localPartBase, nthAddress } from '../account/mail-address.ts';
import { nextDateWrites } from '../account/next-date-writes.ts';
import { countAccount } from '../account/population-count.ts';
import { nextDate } from '../account/what-comes.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { getFile } from '../file/file-repository.ts';
import type { FileRecord } from '../file/file.ts';
import { RetryableError } from '../step/errors.ts';
import { id } from '../step/id.ts';
import type { Tables, Write } from '../table/tables.ts';
import { type DirectoryName, directories, type University } from '../university/university.ts';

export const contract = {
  input: z.object({ operationId: id, file: z.object({ fileId: id, accountId: id, version: z.number() }) }),
  output: z.object({
    outcome: z.literal('generated'),
    /** The directories that do not hold the account as it now is. */
    directories: z.array(z.enum(directories)),
  }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

/**
 * Completes the account's record from its files: population, mail address, numbers, services, dates, directories. No
 * password exists before the person chooses one. An account that already says all of it is left as it is; one that was
 * suspended is operational again, in a new epoch: what was proven before proves nothing any more. One that is in its grace is
 * active again, and an end that was brought forward holds no longer, once a file ends later. It stands in the bucket of its
 * next date from then on, should the run die before it is scheduled.
 */
export async function generateCredentials(
  { operationId, file: { fileId, accountId, version } }: Input,
  { tables, university, now }: { tables: Tables; university: University; now: () => Temporal.Instant },
): Promise<Output> {
  const account = await getAccount(accountId, tables);
  if (account.state === 'closed') throw new Error('Nothing leaves a closed account: the next hand-over opens another');
  if (account.revision > 0 && (account.files[fileId]?.version ?? 0) >= version) return generated(account);
  const file = await getFile(fileId, tables);
  // A later version is validated by a run of its own, which is behind this one or has overtaken it.
  if (file?.version !== version) throw new Error('The file changed while it was being onboarded');

  const today = dayOf(now(), university.timeZone);
  const files: Account['files'] = { ...account.files, [fileId]: accepted(file) };
  const [leadingFileId, leading] = leadingOf(files);
  const { population: populationName, affiliations } = leading;
  const population = university.populations[populationName];
  const renewed = account.endedEarly !== undefined && isRenewal(file, account.files[fileId], account.endedEarly);
  const { endedEarly, ...others } = account;
  const kept = endedEarly && !renewed ? { ...others, endedEarly } : others;
  const dates = datesOf({ ...kept, files, population: populationName }, university);
  const entitled = entitlements({ ...kept, population: populationName, affiliations }, university, today);
  const { directories: wanted, services } = entitled;
  const uidNumber =
    account.uidNumber ??
    (wanted.some((name) => university.directories[name].posix)
      ? await nextOf('uidNumber', tables, university.firstUidNumber - 1)
      : undefined);
  const mailAddress = await mailAddressOf(account, file, population.mailDomain, tables);
  // One that somebody ended before its files stays so, whatever else its files say.
  const returns = account.state === 'suspended' && !hasEnded(dates, today);
  const revision = account.revision + 1;
  const held = directories.filter((name) => wanted.includes(name) || account.directories[name] !== undefined);

  const set = {
    state: stateOn({ ...dates, state: account.state }, today),
    revision,
    files,
    leadingFileId,
    population: populationName,
    services,
    affiliations,
    directories: Object.fromEntries(held.map((name) => [name, { status: 'pending', revision }] as const)),
    mailAliases: addressesOf(account).filter((address) => address !== mailAddress),
    ...(returns && returned(account, held, today)),
    ...(mailAddress !== undefined && { mailAddress }),
    ...(uidNumber !== undefined && { uidNumber }),
    ...dates,
  };
  const changed = { ...redated({ ...kept, files, population: populationName }, university), ...set };
  // Who returns is reminded anew.
  const next = nextDateWrites(
    account,
    nextDate({ ...changed, ...(returns && { reminded: false }) }, university, now()),
  );
  const newAddress: Write[] =
    mailAddress !== undefined && !addressesOf(account).includes(mailAddress)
      ? [{ table: 'addresses', put: { address: mailAddress, accountId }, if: { absent: ['address'] } }]
      : [];
  const { conflicts } = await tables.transact([
    {
      table: 'accounts',
      update: { accountId },
      set: { ...set, ...next.set },
      remove: [
        ...(dates.reasonEndsOn === undefined ? ['reasonEndsOn'] : []),
        ...(dates.lastDay === undefined ? ['lastDay'] : []),
        ...(renewed ? ['endedEarly'] : []),
        ...(returns ? ['openPassword', 'suspendedOn', 'untold', 'reminded'] : []),
        ...next.remove,
      ],
      if: { equals: { revision: account.revision } },
    },
    ...next.due,
    ...newAddress,
    // Somebody who types it is found by it; after activation it is the recovery address that counts.
    ...(file.personalEmail === undefined ? [] : [recoveryAddressPut(accountId, file.personalEmail)]),
    auditEntry(accountId, `credentials-generated-${revision}`, operationId, now()),
  ]);
  if (conflicts.length > 0) throw new RetryableError('The account or its address changed meanwhile');
  if (account.population !== populationName) {
    await countAccount(account.population, -1, tables);
    await countAccount(populationName, 1, tables);
  }
  return generated({ ...account, ...set });
}

/** A new password is chosen: the one of before is to be deleted everywhere, before the entry's end is moved. */
function returned(
  { credentialEpoch }: Account,
  held: readonly DirectoryName[],
  returnedOn: string,
): Pick<Account, 'state' | 'credentialEpoch' | 'passwords' | 'liveLinks' | 'returnedOn'> {
  const epoch = credentialEpoch + 1;
  const passwords = Object.fromEntries(held.map((name) => [name, { status: 'pending', epoch }] as const));
  return { state: 'provisioned', credentialEpoch: epoch, passwords, liveLinks: [], returnedOn };
}

/**
 * Whether a file says anew, since an account was ended before its time, that there is a reason for it: it ends later than it
 * did, or was not there. One that was handed over before then is what was ended.
 */
function isRenewal(
  { endsOn, handedOverAt }: FileRecord,
  before: AcceptedFile | undefined,
  { at }: NonNullable<Account['endedEarly']>,
): boolean {
  if (Temporal.Instant.compare(handedOverAt, at) <= 0) return false;
  return !before || (before.endsOn !== undefined && (endsOn === undefined || endsOn > before.endsOn));
}

/** What is not verified is tried: a refusal too, since somebody may have made room meanwhile. */
function generated(account: Pick<Account, 'directories'>): Output {
  const behind = directories.filter((name) => (account.directories[name]?.status ?? 'verified') !== 'verified');
  return { outcome: 'generated', directories: behind };
}

function accepted({ version, population, affiliations, startsOn, endsOn }: FileRecord): AcceptedFile {
  return { version, population, affiliations, startsOn, ...(endsOn !== undefined && { endsOn }) };
}

/** The file that ends last; of two that end together, yearly registrations for one, the one that begins last. */
function leadingOf(files: Account['files']): [string, AcceptedFile] {
  const rank = ({ startsOn, endsOn = '9999-12-31' }: AcceptedFile): string => `${endsOn} ${startsOn}`;
  const [first, ...others] = Object.entries(files);
  if (!first) throw new Error('An account has a file');
  return others.reduce((one, other) => (rank(one[1]) >= rank(other[1]) ? one : other), first);
}

/** The address that the account has in this domain, or a new one: the old one stays as an alias. */
async function mailAddressOf(
  account: Account,
  file: FileRecord,
  domain: string | undefined,
  tables: Tables,
): Promise<string | undefined> {
  if (domain === undefined) return account.mailAddress;
  const again = addressesOf(account).find((address) => address.endsWith(`@${domain}`));
  if (again !== undefined) return again;
  const localPart = localPartBase(file.firstName, file.lastName);
  return nthAddress(localPart, await nextOf(`address#${localPart}@${domain}`, tables), domain);
}

function addressesOf({ mailAddress, mailAliases }: Account): string[] {
  return mailAddress === undefined ? mailAliases : [mailAddress, ...mailAliases];
}
