import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { lastDayOf, latestEnd } from '../account/account-dates.ts';
import { getAccount, nextOf } from '../account/account-repository.ts';
import type { Account } from '../account/account.ts';
import { entitlements } from '../account/entitlements.ts';
import { localPartBase, nthAddress } from '../account/mail-address.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { getFile } from '../file/file-repository.ts';
import type { FileRecord } from '../file/file.ts';
import { RetryableError } from '../step/errors.ts';
import { id } from '../step/id.ts';
import type { Tables, Write } from '../table/tables.ts';
import { directories, type University } from '../university/university.ts';

export const contract = {
  input: z.object({ operationId: id, file: z.object({ fileId: id, accountId: id }) }),
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
 * password exists before the person chooses one. An account that already says all of it is left as it is.
 */
export async function generateCredentials(
  { operationId, file: { fileId, accountId } }: Input,
  { tables, university, now }: { tables: Tables; university: University; now: () => Temporal.Instant },
): Promise<Output> {
  const account = await getAccount(accountId, tables);
  const files = await filesBehind(account, fileId, tables);
  if (account.revision > 0 && files.every((file) => account.files[file.fileId] === file.version))
    return generated(account);

  const leading = files.reduce((a, b) => ((a.endsOn ?? '9999-12-31') >= (b.endsOn ?? '9999-12-31') ? a : b));
  const population = university.populations[leading.population];
  const { directories: wanted, services } = entitlements(population, leading.affiliations);
  const reasonEndsOn = latestEnd(files.map((file) => file.endsOn));
  const lastDay = lastDayOf(reasonEndsOn, population);
  const uidNumber =
    account.uidNumber ??
    (wanted.some((name) => university.directories[name].posix)
      ? await nextOf('uidNumber', tables, university.firstUidNumber - 1)
      : undefined);
  const mailAddress = await mailAddressOf(account, leading, population.mailDomain, tables);
  const revision = account.revision + 1;

  const completed: Account = {
    ...account,
    revision,
    state: account.state === 'suspended' ? 'provisioned' : account.state,
    files: Object.fromEntries(files.map((file) => [file.fileId, file.version])),
    leadingFileId: leading.fileId,
    population: leading.population,
    services,
    affiliations: leading.affiliations,
    directories: {
      ...account.directories,
      ...Object.fromEntries(
        [...wanted, ...Object.keys(account.directories)].map((name) => [name, { status: 'pending', revision }]),
      ),
    },
    ...(mailAddress !== undefined && { mailAddress }),
    mailAliases: addressesOf(account).filter((address) => address !== mailAddress),
    ...(uidNumber !== undefined && { uidNumber }),
    ...(reasonEndsOn !== undefined && { reasonEndsOn }),
    ...(lastDay !== undefined && { lastDay }),
  };
  if (reasonEndsOn === undefined) {
    delete completed.reasonEndsOn;
    delete completed.lastDay;
  }
  const newAddress: Write[] =
    mailAddress !== undefined && mailAddress !== account.mailAddress
      ? [{ table: 'addresses', put: { address: mailAddress, accountId }, if: { absent: ['address'] } }]
      : [];
  const { conflicts } = await tables.transact([
    { table: 'accounts', put: completed, if: { equals: { revision: account.revision } } },
    ...newAddress,
    auditEntry(accountId, `credentials-generated-${revision}`, operationId, now()),
  ]);
  if (conflicts.length > 0) throw new RetryableError('The account or its address changed meanwhile');
  return generated(completed);
}

function generated(account: Account): Output {
  const behind = directories.filter((name) => {
    const status = account.directories[name];
    return status !== undefined && (status.status === 'pending' || status.status === 'applied');
  });
  return { outcome: 'generated', directories: behind };
}

async function filesBehind(account: Account, fileId: string, tables: Tables): Promise<FileRecord[]> {
  const ids = [...new Set([...Object.keys(account.files), fileId])];
  const files = await Promise.all(ids.map((each) => getFile(each, tables)));
  return files.filter((file) => file !== undefined);
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
