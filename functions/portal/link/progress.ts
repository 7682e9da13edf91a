import { Temporal } from 'temporal-polyfill';
import { dayOf } from '../../account/account-dates.ts';
import type { Account } from '../../account/account.ts';
import type { AccountState } from '../../account/account-state.ts';
import { missingPieces } from '../../file/missing-pieces.ts';
import type { FileRecord, Rejection } from '../../file/file.ts';
import {
  type DirectoryName,
  directories,
  type OfficeName,
  type PopulationName,
  type ServiceName,
  type University,
} from '../../university/university.ts';
import { type Unusable, whyUnusable } from './unusable.ts';

/** What a directory has come to, for the person: written but not read back is still `pending`. */
export type Light = 'verified' | 'pending' | 'refused';

/** `done`, under way, still to come, or waiting for somebody to act. */
export type Mark = 'done' | 'now' | 'later' | 'stopped';

/**
 * `wait`: the account is being made. `activate`: the link that opened the page lets the person in. `activation-link`: another
 * link does. `sign-in`: the account is active.
 */
type NextStep = 'wait' | 'activate' | 'activation-link' | 'sign-in' | Unusable;

/** How far an account has come. */
export interface Progress {
  readonly office: OfficeName;
  readonly population: PopulationName;
  /** The day on which the office handed the file over last. */
  readonly receivedOn: string;
  readonly file:
    | { readonly state: 'complete' }
    | { readonly state: 'incomplete'; readonly missing: readonly string[] }
    | { readonly state: 'rejected'; readonly rejection: Rejection };
  readonly account?: {
    readonly state: AccountState;
    readonly login: string;
    readonly mailAddress?: string;
    readonly services: readonly ServiceName[];
    /** Absent for an account without an end. */
    readonly lastDay?: string;
  };
  readonly directories: readonly { readonly directory: DirectoryName; readonly light: Light }[];
  /** What the person does next, or why there is nothing to do. */
  readonly next: NextStep;
  /** The steps in the order in which they are done. */
  readonly steps: { readonly login: Mark; readonly directories: Mark; readonly mail: Mark };
  /** The day on which the link that opened the page was mailed. */
  readonly mailedOn: string;
  /** Whether a step broke: it is taken again when the form is sent or the file handed over once more. */
  readonly broken: boolean;
  /** Whether something happens by itself that the page will show later. */
  readonly running: boolean;
}

interface ShownBy {
  readonly mailedAt: string;
  /** Whether the link that opened the page is one of activation. */
  readonly activates: boolean;
  readonly university: University;
  readonly now: Temporal.Instant;
}

/** Reads a file and its account, if there is one yet, as what a person can see. */
export function progressOf(
  file: FileRecord,
  account: Account | undefined,
  { mailedAt, activates, university, now }: ShownBy,
): Progress {
  const onDay = (instant: string) => dayOf(Temporal.Instant.from(instant), university.timeZone);
  // An outcome of an older version is about a row that the office has changed since.
  const outcome = file.outcomeVersion === file.version ? file.outcome : undefined;
  const broken = outcome === 'StepFailed';
  const stateOfFile = fileState(file, university);
  const waiting: Mark = stateOfFile.state !== 'complete' ? 'later' : broken ? 'stopped' : 'now';
  const lights = directories.flatMap((directory) => {
    const status = account?.directories[directory]?.status;
    return status ? [{ directory, light: status }] : [];
  });
  const steps = {
    login: account ? 'done' : waiting,
    directories: lights.length > 0 ? markOf(lights.map(({ light }) => light)) : account ? waiting : 'later',
    // Of a complete file, the mail is the last step; any other was mailed what it waits for.
    mail: stateOfFile.state !== 'complete' || outcome === 'Onboarded' ? 'done' : broken ? 'stopped' : 'later',
  } as const satisfies Progress['steps'];
  const marks: readonly Mark[] = Object.values(steps);
  return {
    office: file.office,
    population: account?.population ?? file.population,
    receivedOn: onDay(file.handedOverAt),
    file: stateOfFile,
    ...(account && { account: shown(account) }),
    directories: lights,
    next: nextStep(account, { activates, university, now }),
    steps,
    mailedOn: onDay(mailedAt),
    broken,
    running: stateOfFile.state === 'complete' && !broken && marks.some((mark) => mark === 'now' || mark === 'later'),
  };
}

function nextStep(
  account: Account | undefined,
  { activates, university, now }: Pick<ShownBy, 'activates' | 'university' | 'now'>,
): NextStep {
  if (!account || account.state === 'requested') return 'wait';
  const unusable = whyUnusable(account, university, now);
  if (unusable) return unusable;
  if (account.state !== 'provisioned') return 'sign-in';
  return activates ? 'activate' : 'activation-link';
}

function markOf(lights: readonly Light[]): Mark {
  if (lights.includes('refused')) return 'stopped';
  return lights.includes('pending') ? 'now' : 'done';
}

/** In the order of ValidateFile: what is wrong is told before what is missing. */
function fileState(file: FileRecord, university: University): Progress['file'] {
  const rejection = file.outcomeVersion === file.version ? file.rejection : undefined;
  if (rejection) return { state: 'rejected', rejection };
  const missing = missingPieces(file, university);
  return missing.length > 0 ? { state: 'incomplete', missing } : { state: 'complete' };
}

function shown({ state, login, mailAddress, services, lastDay }: Account): NonNullable<Progress['account']> {
  return {
    state,
    login,
    services,
    ...(mailAddress !== undefined && { mailAddress }),
    ...(lastDay !== undefined && { lastDay }),
  };
}
