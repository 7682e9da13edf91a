import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import { dayOf } from '../../functions/account/account-dates.ts';
import { findAccount, getAccount } from '../../functions/account/account-repository.ts';
import type { Account } from '../../functions/account/account.ts';
import { mintLink, type NewLink } from '../../functions/link/mint-link.ts';
import { addressHealth } from '../../functions/mail/address-health.ts';
import * as emailRecoveryAddress from '../../functions/onboarding/email-recovery-address.ts';
import * as scheduleExpiry from '../../functions/onboarding/schedule-expiry.ts';
import { askForStays, type StaysAsked } from '../../functions/request/ask-for-stays.ts';
import type { AskedStay } from '../../functions/request/asked-stay.ts';
import { findRequest, findStay } from '../../functions/request/request-repository.ts';
import { type Stay, stayKinds } from '../../functions/request/request.ts';
import type { Row } from '../../functions/table/tables.ts';
import { university as uca } from '../../functions/university/uca.ts';
import type { University } from '../../functions/university/university.ts';
import type { StartWorkflow } from '../../functions/workflow/start-workflow.ts';
import { access } from '../../lib/workflows/access.ts';
import { expiry } from '../../lib/workflows/expiry.ts';
import { guest } from '../../lib/workflows/guest.ts';
import { onboarding } from '../../lib/workflows/onboarding.ts';
import { anAccount } from './an-account.ts';
import { expirySteps } from './expiry-steps.ts';
import { guestSteps } from './guest-steps.ts';
import { onboardingWorld } from './onboarding-world.ts';
import { marie } from './people.ts';
import { namedFunctions, renderAsl } from './render-asl.ts';
import { type Run, runWorkflow, type Step, step } from './run-workflow.ts';

export const machines = {
  guest: renderAsl((scope) => guest(scope, namedFunctions(scope))),
  access: renderAsl((scope) => access(scope, namedFunctions(scope))),
  onboarding: renderAsl((scope) => onboarding(scope, namedFunctions(scope))),
};
type Machine = keyof typeof machines;
const expiryAsl = renderAsl((scope) => expiry(scope, namedFunctions(scope)));

/** What a sponsor types when nothing else is said: a visitor of three days with an address. */
export const visitor: AskedStay = {
  kind: 'temporary-guest',
  firstName: 'Grace',
  lastName: 'Hopper',
  mail: 'grace@example.org',
  card: false,
  reason: 'Colloque',
  startsOn: '2026-09-15',
  endsOn: '2026-09-17',
  services: [],
};
export const intern: AskedStay = { ...visitor, kind: 'guest', endsOn: '2027-02-28', services: ['limos'] };

/** Guests, sponsors and the CRI over fakes, at a time that the test decides, with the workflows that follow from what they do. */
export function guestWorld({
  at = '2026-09-15T08:00:00Z',
  university = uca,
}: { at?: string; university?: University } = {}) {
  const world = onboardingWorld({ at });
  const { tables, clock, started } = world;
  const hmacKey = 'the key of the tests';
  const engine = { away: false };
  /** Executions that were asked for and not run yet, by name: the engine runs each name once. */
  const waiting = new Map<string, { machine: Machine; input: Readonly<Record<string, string>> }>();
  const names = new Set<string>();

  const starter =
    (machine: Machine): StartWorkflow =>
    async (name, input) => {
      if (engine.away) throw Object.assign(new Error('The engine is away'), { name: 'RetryableError' });
      if (!names.has(name)) waiting.set(name, { machine, input });
      names.add(name);
      return Promise.resolve();
    };
  const deps = {
    ...world,
    university,
    hmacKey: () => Promise.resolve(hmacKey),
    randomBytes: (size: number): Uint8Array => randomBytes(size),
    mintLink: (link: NewLink, account: Account | undefined) =>
      mintLink(link, account, { tables, randomBytes, hmacKey, now: () => clock.at }),
    addressHealth: (address: string) => addressHealth(address, { tables, now: () => clock.at }),
    startOnboarding: starter('onboarding'),
    start: {
      guest: starter('guest'),
      access: starter('access'),
      recovery: world.startPassword.recovery,
      provisioning: ((name, input) =>
        Promise.resolve(void started.push({ workflow: 'provisioning', name, input }))) satisfies StartWorkflow,
    },
  };
  const steps: Record<string, Step> = {
    ...world.steps,
    ...expirySteps(deps),
    ...guestSteps(deps),
    EmailRecoveryAddress: step(emailRecoveryAddress.contract, (input) =>
      emailRecoveryAddress.emailRecoveryAddress(input, deps),
    ),
    ScheduleExpiry: step(scheduleExpiry.contract, (input) => scheduleExpiry.scheduleExpiry(input, deps)),
  };

  /** Runs what was started, oldest first; what that starts too. @returns each run, by its name. */
  async function work(overrides: Record<string, Step> = {}): Promise<Map<string, Run>> {
    const runs = new Map<string, Run>();
    for (const [name, { machine, input }] of waiting) {
      waiting.delete(name);
      runs.set(name, await runWorkflow(machines[machine], input, { ...steps, ...overrides }));
    }
    return runs;
  }

  /** What the account's own schedule starts. */
  const expire = (accountId: string, overrides: Record<string, Step> = {}): Promise<Run> =>
    runWorkflow(expiryAsl, { accountId }, { ...steps, ...overrides });

  /** The chain of everybody with something due up to today, as the sweep of the night runs it. */
  async function sweep(): Promise<void> {
    const today = dayOf(clock.at, university.timeZone);
    for (const { day, accountId } of tables.rows('due')) {
      if (typeof day === 'string' && typeof accountId === 'string' && day <= today) await expire(accountId);
    }
  }

  /** A member of staff; `login` names them. */
  async function staff(login: string, given: Partial<Account> = {}): Promise<Account> {
    const [accountId, leadingFileId] = [ulid(), ulid()];
    const lasting = anAccount({
      ...{ accountId, leadingFileId, personId: ulid(), login, office: 'hr', population: 'staff' },
      ...{ mailAddress: `${login}@uca.fr`, language: 'en', affiliations: ['limos'] },
      ...{
        services: ['ent', 'mail', 'eduroam', 'printing', 'limos'],
        reasonEndsOn: '2030-08-31',
        lastDay: '2030-09-30',
      },
      ...given,
    });
    const file = { ...marie, fileId: leadingFileId, accountId, personId: lasting.personId, lastName: login };
    await tables.write({ table: 'accounts', put: present(lasting) });
    await tables.write({
      table: 'files',
      put: present({ ...file, version: 1, addressVersion: 1, handedOverAt: at }),
    });
    await tables.write({ table: 'logins', put: { login, accountId } });
    await tables.write({ table: 'addresses', put: { address: `${login}@uca.fr`, accountId } });
    return getAccount(accountId, tables);
  }

  async function stay(requestId: string): Promise<Stay> {
    const found = await findStay(requestId, tables);
    if (!found) throw new Error('There is no such stay');
    return found;
  }

  async function ask(sponsor: Account, rows: readonly AskedStay[], form = ulid()): Promise<StaysAsked> {
    return askForStays(rows, { sponsor, form, language: 'fr' }, deps);
  }

  return {
    ...deps,
    key: hmacKey,
    engine,
    waiting,
    steps,
    work,
    expire,
    sweep,
    staff,
    stay,
    ask,
    /** Asks for one guest. */
    invite: async (sponsor: Account, given: Partial<AskedStay> = {}): Promise<Stay> => {
      const asked = await ask(sponsor, [{ ...visitor, ...given }]);
      if (asked.outcome !== 'asked') throw new Error(`Asked in vain: ${JSON.stringify(asked)}`);
      return stay(asked.requestIds[0] ?? '');
    },
    stays: async (): Promise<Stay[]> => {
      const rows = tables.rows('requests').filter((row) => stayKinds.some((kind) => kind === row['kind']));
      return Promise.all(rows.map((row) => stay(requestIdOf(row))));
    },
    request: (requestId: string) => findRequest(requestId, tables),
    account: (accountId: string | undefined) => getAccount(accountId ?? '', tables),
    findAccount: (accountId: string) => findAccount(accountId, tables),
    change: (accountId: string, set: Row) => tables.write({ table: 'accounts', update: { accountId }, set }),
    desk: (desk: string) =>
      tables
        .rows('desks')
        .filter((row) => row['desk'] === desk)
        .map((row) => requestIdOf(row)),
    wait: (duration: Parameters<typeof clock.at.add>[0]) => {
      clock.at = clock.at.add(duration);
    },
    /** The token and the code of the last mail to an address. */
    linkTo: (address: string): { token: string; code: string } => {
      const text = world.mail.to(address).at(-1)?.text ?? '';
      const code = /^(\d{3}) (\d{3})$/m.exec(text);
      return { token: /\/l\/([\w-]{43})/.exec(text)?.[1] ?? '', code: code ? `${code[1] ?? ''}${code[2] ?? ''}` : '' };
    },
  };
}
export type GuestWorld = ReturnType<typeof guestWorld>;

/** A row as a table keeps it: what is not known is not there. */
function present(record: object): Row {
  return JSON.parse(JSON.stringify(record)) as Row;
}

function requestIdOf({ requestId }: Row): string {
  if (typeof requestId !== 'string') throw new Error('A request has an id');
  return requestId;
}
