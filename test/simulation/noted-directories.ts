import type { Temporal } from 'temporal-polyfill';
import type { Directory } from '../../functions/directory/directory.ts';
import type { PasswordDirectory } from '../../functions/directory/password-directory.ts';
import { directories, type DirectoryName } from '../../functions/university/university.ts';
import { type InMemoryDirectory, inMemoryDirectory } from '../support/in-memory-directory.ts';

/** Directories that are away at times, and note which entries are written. */
export function notedDirectories(now: () => Temporal.Instant) {
  const servers = Object.fromEntries(directories.map((name) => [name, inMemoryDirectory({ now })])) as Record<
    DirectoryName,
    InMemoryDirectory
  >;
  const away = new Set<DirectoryName>();
  const changedLogins = new Set<string>();
  const note = (login: string): void => void changedLogins.add(login);
  return {
    ...{ servers, away, changedLogins },
    directory: (name: DirectoryName): Directory => ({
      ...servers[name],
      write: (entry) => {
        note(entry.login);
        return servers[name].write(entry);
      },
      remove: (login, accountId) => {
        note(login);
        return servers[name].remove(login, accountId);
      },
    }),
    passwordDirectory: (name: DirectoryName): PasswordDirectory => ({
      ...servers[name].passwords,
      set: (entry, password) => {
        note(entry.login);
        return servers[name].passwords.set(entry, password);
      },
      clear: (entry) => {
        note(entry.login);
        return servers[name].passwords.clear(entry);
      },
    }),
    /** A directory goes, or comes back. */
    reach: (name: DirectoryName, there: boolean): void => {
      if (there) servers[name].back();
      else servers[name].away();
      if (there) away.delete(name);
      else away.add(name);
    },
  };
}
