import type { Entry, StoredEntry } from '../directory/directory.ts';

/**
 * What a directory holds otherwise of an entry, by name of the attribute, in whatever order it gives the values; `groups` when
 * it is in other groups. A directory without groups shows none.
 */
export function differences(stored: StoredEntry, { attributes, groups }: Entry): string[] {
  const differing = Object.entries(attributes)
    .filter(([name, values]) => !hasSame(stored.attributes[name] ?? [], values))
    .map(([name]) => name);
  return hasSame(stored.groups ?? groups, groups) ? differing : [...differing, 'groups'];
}

function hasSame(held: readonly string[], values: readonly string[]): boolean {
  return held.length === values.length && values.every((value) => held.includes(value));
}
