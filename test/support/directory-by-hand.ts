import { Attribute, Change, Client } from 'ldapts';
import { inject } from 'vitest';

export type DirectoryName = 'uca' | 'isima-limos';

/** Does something as the administrator of a directory, whom no access rule holds. */
export async function asAdmin<T>(name: DirectoryName, act: (client: Client) => Promise<T>): Promise<T> {
  const { url, ca, admin } = inject('world').directories[name];
  const client = new Client({ url, timeout: 5_000, connectTimeout: 5_000, tlsOptions: { ca: [ca] } });
  try {
    await client.bind(admin.bindDn, admin.password);
    return await act(client);
  } finally {
    await client.unbind();
  }
}

export async function addByHand(
  name: DirectoryName,
  login: string,
  attributes: Record<string, string[]>,
): Promise<void> {
  await asAdmin(name, (client) => client.add(nameOf(name, login), attributes));
}

export async function changeByHand(name: DirectoryName, login: string, type: string, values: string[]): Promise<void> {
  const modification = new Attribute({ type, values });
  await asAdmin(name, (client) =>
    client.modify(nameOf(name, login), new Change({ operation: 'replace', modification })),
  );
}

export async function removeByHand(name: DirectoryName, login: string): Promise<void> {
  await asAdmin(name, (client) => client.del(nameOf(name, login)));
}

const nameOf = (name: DirectoryName, login: string): string =>
  `uid=${login},${inject('world').directories[name].peopleDn}`;
