import { Temporal } from 'temporal-polyfill';
import { ulid } from 'ulid';
import { accountSchema, type Account } from '../../functions/account/account.ts';
import type { HandedOver } from '../../functions/file/file.ts';
import { fileSchema, type FileRecord } from '../../functions/file/file.ts';
import { storeFile } from '../../functions/file/store-file.ts';
import type { NewLink } from '../../functions/link/mint-link.ts';
import { addressHealth } from '../../functions/mail/address-health.ts';
import * as emailRecoveryAddress from '../../functions/onboarding/email-recovery-address.ts';
import * as generateCredentials from '../../functions/onboarding/generate-credentials.ts';
import * as leavePending from '../../functions/onboarding/leave-pending.ts';
import * as provisionDirectory from '../../functions/onboarding/provision-directory.ts';
import * as recordFailure from '../../functions/onboarding/record-failure.ts';
import * as reserveLogin from '../../functions/onboarding/reserve-login.ts';
import * as scheduleExpiry from '../../functions/onboarding/schedule-expiry.ts';
import * as validateFile from '../../functions/onboarding/validate-file.ts';
import type { MetricName } from '../../functions/step/metric-names.ts';
import { countUse, type Limit } from '../../functions/throttle/throttle.ts';
import { university } from '../../functions/university/uca.ts';
import { directories, type DirectoryName } from '../../functions/university/university.ts';
import type { StartWorkflow } from '../../functions/workflow/start-workflow.ts';
import { inMemoryDirectory } from './in-memory-directory.ts';
import { inMemoryMail } from './in-memory-mail.ts';
import { inMemoryTables } from './in-memory-tables.ts';
import { inMemoryVault } from './in-memory-vault.ts';
import { type Step, step } from './run-workflow.ts';

/** Everything that the steps of onboarding reach, as fakes, at a time that the test decides. */
export function onboardingWorld({ at = '2026-09-15T08:00:00Z' }: { at?: string } = {}) {
  const clock = { at: Temporal.Instant.from(at) };
  const tables = inMemoryTables();
  const vault = inMemoryVault();
  const mail = inMemoryMail();
  const servers = Object.fromEntries(
    directories.map((name) => [name, inMemoryDirectory({ now: () => clock.at })]),
  ) as Record<DirectoryName, ReturnType<typeof inMemoryDirectory>>;
  const scheduled = new Map<string, string>();
  const started: { workflow: string; name: string; input: Readonly<Record<string, string>> }[] = [];
  const starts =
    (workflow: string): StartWorkflow =>
    (name, input) =>
      Promise.resolve(void started.push({ workflow, name, input }));
  const counted: MetricName[] = [];
  const links: NewLink[] = [];

  const deps = {
    tables,
    mail,
    university,
    publicUrl: 'https://compte.example',
    directory: (name: DirectoryName) => servers[name],
    passwordDirectory: (name: DirectoryName) => servers[name].passwords,
    open: vault.open,
    startPassword: { activation: starts('activation'), recovery: starts('password'), change: starts('password') },
    schedules: {
      set: async (accountId: string, instant: Temporal.Instant) =>
        Promise.resolve(void scheduled.set(accountId, instant.toString())),
    },
    startProvisioning: starts('provisioning'),
    startOnboarding: starts('onboarding'),
    start: { guest: starts('guest'), access: starts('access') },
    addressHealth: (address: string) => addressHealth(address, { tables, now: () => clock.at }),
    hmacKey: () => Promise.resolve('the key of the tests'),
    mintLink: async (link: NewLink) => {
      links.push(link);
      return Promise.resolve({ token: `token-${String(links.length)}` });
    },
    countUse: async (bucket: string, limit: Limit) =>
      countUse(bucket, limit, { tables, hmacKey: 'the key of the tests', now: () => clock.at }),
    countMetric: (name: MetricName) => void counted.push(name),
    now: () => clock.at,
    newId: () => ulid(),
  };

  return {
    ...deps,
    servers,
    vault,
    scheduled,
    started,
    counted,
    clock,
    links,
    handOver: async (row: HandedOver) => storeFile(row, deps),
    files: (): FileRecord[] => tables.rows('files').map((row) => fileSchema.parse(row)),
    accounts: (): Account[] => tables.rows('accounts').map((row) => accountSchema.parse(row)),
    steps: onboardingSteps(deps),
  };
}
export type OnboardingWorld = ReturnType<typeof onboardingWorld>;

type OnboardingDeps = Parameters<typeof validateFile.validateFile>[1] &
  Parameters<typeof emailRecoveryAddress.emailRecoveryAddress>[1] &
  Parameters<typeof leavePending.leavePending>[1] &
  Parameters<typeof scheduleExpiry.scheduleExpiry>[1] &
  Parameters<typeof provisionDirectory.provisionDirectory>[1];

/** The real steps behind their real contracts, by state. */
function onboardingSteps(deps: OnboardingDeps): Record<string, Step> {
  const email = step(emailRecoveryAddress.contract, (input) => emailRecoveryAddress.emailRecoveryAddress(input, deps));
  return {
    ValidateFile: step(validateFile.contract, (input) => validateFile.validateFile(input, deps)),
    ReserveLogin: step(reserveLogin.contract, (input) => reserveLogin.reserveLogin(input, deps)),
    GenerateCredentials: step(generateCredentials.contract, (input) =>
      generateCredentials.generateCredentials(input, deps),
    ),
    ProvisionDirectory: step(provisionDirectory.contract, (input) =>
      provisionDirectory.provisionDirectory(input, deps),
    ),
    LeavePending: step(leavePending.contract, (input) => leavePending.leavePending(input, deps)),
    ScheduleExpiry: step(scheduleExpiry.contract, (input) => scheduleExpiry.scheduleExpiry(input, deps)),
    EmailRecoveryAddress: email,
    EmailMissingPieces: email,
    EmailFreshLink: email,
    RecordFailure: step(recordFailure.contract, (input) => recordFailure.recordFailure(input, deps)),
  };
}
