import { Temporal } from 'temporal-polyfill';
import type { Account } from '../../functions/account/account.ts';
import { supannStates } from '../../functions/account/account-state.ts';
import { mayBeUsed } from '../../functions/account/account-use.ts';
import type { StoredEntry } from '../../functions/directory/directory.ts';
import { type DirectoryName, directories, type University } from '../../functions/university/university.ts';
import type { Engine } from './engine.ts';
import { type Expected, hasReason, lastDay } from './expected.ts';
import { plus } from './days.ts';

/** Which directories let a password in at this moment; those that are away are asked nothing. */
async function letIn(login: string, password: string, { servers, away }: Engine): Promise<DirectoryName[]> {
  const asked = directories.filter((name) => !away.has(name));
  const answers = await Promise.all(asked.map((name) => servers[name].passwords.bind(login, password)));
  return asked.filter((_, index) => answers[index] === 'bound');
}

/**
 * Which directories let somebody in, whatever password they hold for them. One that holds none is asked nothing: to ask each of
 * them, each evening, for everybody who ever ended are millions of binds.
 */
export async function openTo(login: string, { servers, away }: Engine): Promise<DirectoryName[]> {
  const open: DirectoryName[] = [];
  for (const name of directories) {
    const password = away.has(name) ? undefined : servers[name].passwordOf(login);
    if (password !== undefined && (await servers[name].passwords.bind(login, password)) === 'bound') open.push(name);
  }
  return open;
}

/** Whether nobody may be let in on a day any more. */
export function isOver(expected: Expected, day: string): boolean {
  return !hasReason(expected, day) || expected.suspendedOn !== undefined || expected.closedOn !== undefined;
}

/** What is wrong with who is let in on a day: nobody after the last day, nobody by a password of before, and everybody else. */
export async function bindsOf(expected: Expected, account: Account, day: string, world: Engine): Promise<string[]> {
  const wrong: string[] = [];
  for (const password of expected.formerPasswords) {
    const open = await letIn(account.login, password, world);
    if (open.length > 0) wrong.push(`a password of before is let in by ${open.join(', ')}`);
  }
  if (expected.password === undefined) return wrong;
  const open = await letIn(account.login, expected.password, world);
  const over = isOver(expected, day);
  // What every page asks before it lets somebody in.
  const { university } = world.deps;
  if (over === mayBeUsed(account, university, world.clock.at)) {
    wrong.push(over ? 'is over and may be used' : 'has a reason and may not be used');
  }
  if (over && open.length > 0)
    wrong.push(`past the last day, ${lastDay(expected) ?? ''}, and let in by ${open.join(', ')}`);
  const all = directories.filter((name) => account.directories[name] && !world.away.has(name));
  // One that came to the account while a directory was away has its password there once that is back.
  const shut = all.filter((name) => !open.includes(name) && account.passwords[name]?.status === 'verified');
  if (!over && shut.length > 0) wrong.push(`has a reason and is not let in by ${shut.join(', ')}`);
  if (!over && world.away.size === 0 && open.length === 0) wrong.push('has a reason and is let in nowhere');
  return wrong;
}

/** Where a directory says something else than what is expected, all of them being up. */
export async function entriesOf(
  expected: Expected,
  account: Account,
  { servers }: Engine,
  { timeZone }: University,
): Promise<string[]> {
  const { login, accountId, state } = account;
  const wrong: string[] = [];
  for (const name of directories) {
    const entry = await servers[name].read(login);
    const should = state !== 'closed' && account.directories[name] !== undefined;
    if (!should && entry?.accountId === accountId) wrong.push(`${name} still has the entry of a ${state} account`);
    if (should && entry?.accountId !== accountId) wrong.push(`${name} has no entry`);
    if (should && entry) wrong.push(...says(entry, expected, state, timeZone).map((what) => `${name}: ${what}`));
  }
  return wrong;
}

function says({ attributes }: StoredEntry, expected: Expected, state: Account['state'], timeZone: string): string[] {
  const shown = attributes['supannRessourceEtat']?.[0];
  const end = attributes['pwdEndTime']?.[0];
  const should = endTime(lastDay(expected), timeZone);
  return [
    ...(shown === `{COMPTE}${supannStates[state]}` ? [] : [`shows ${shown ?? 'no state'} for ${state}`]),
    ...(end === should ? [] : [`pwdEndTime is ${end ?? 'absent'}, not ${should ?? 'absent'}`]),
  ];
}

/** The first second after the last day where the university lives, as a directory writes it in UTC. */
function endTime(day: string | undefined, timeZone: string): string | undefined {
  if (day === undefined) return undefined;
  const known = endTimes.get(day);
  if (known !== undefined) return known;
  const midnight = Temporal.PlainDate.from(plus(day, 1)).toZonedDateTime(timeZone).toInstant();
  const written = midnight.toString({ smallestUnit: 'second' }).replaceAll(/[-:T]/g, '');
  endTimes.set(day, written);
  return written;
}
/** By day: all who end together are asked about it each month. */
const endTimes = new Map<string, string>();
