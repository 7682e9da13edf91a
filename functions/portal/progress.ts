import { Temporal } from 'temporal-polyfill';
import { dayOf } from '../account/account-dates.ts';
import type { Account } from '../account/account.ts';
import type { AccountState } from '../account/account-state.ts';
import { missingPieces } from '../file/missing-pieces.ts';
import type { FileRecord, Rejection } from '../file/file.ts';
import {
  type DirectoryName,
  directories,
  type OfficeName,
  type PopulationName,
  type ServiceName,
  type University,
} from '../university/university.ts';

/** What a directory has come to, for the person: written but not read back is still `pending`. */
export type Light = 'verified' | 'pending' | 'refused';

/** How far an account has come, in the order in which it is made. */
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
  readonly mailedOn: string;
  /** Whether something happens by itself that the page will show later. */
  readonly running: boolean;
}

/** Reads a file and its account, if there is one yet, as the steps that a person can see. */
export function progressOf(
  file: FileRecord,
  account: Account | undefined,
  { mailedAt, university }: { mailedAt: string; university: University },
): Progress {
  const onDay = (instant: string) => dayOf(Temporal.Instant.from(instant), university.timeZone);
  const lights = directories.flatMap((directory) => {
    const status = account?.directories[directory]?.status;
    return status ? [{ directory, light: status === 'applied' ? ('pending' as const) : status }] : [];
  });
  const stateOfFile = fileState(file, university);
  const unfinished =
    account === undefined || account.state === 'requested' || lights.some(({ light }) => light === 'pending');
  return {
    office: file.office,
    population: account?.population ?? file.population,
    receivedOn: onDay(file.handedOverAt),
    file: stateOfFile,
    ...(account && { account: shown(account) }),
    directories: lights,
    mailedOn: onDay(mailedAt),
    running: stateOfFile.state === 'complete' && unfinished,
  };
}

function fileState(file: FileRecord, university: University): Progress['file'] {
  const missing = missingPieces(file, university);
  if (missing.length > 0) return { state: 'incomplete', missing };
  // An outcome of an older version is about a row that the office has corrected since.
  const rejected = file.outcomeVersion === file.version ? file.rejection : undefined;
  return rejected ? { state: 'rejected', rejection: rejected } : { state: 'complete' };
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
