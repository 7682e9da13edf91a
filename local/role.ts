import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Attribute, Change, Client, NoSuchAttributeError, NoSuchObjectError, TypeOrValueExistsError } from 'ldapts';
import { z } from 'zod';
import { isLogin } from '../functions/directory/entry-rules.ts';
import { roles } from '../functions/directory/role.ts';
import { command } from './command.ts';
import { adminPasswordFile } from './slapd.ts';
import { startPorts } from './start-ports.ts';
import { ucaSuffix } from './world.ts';

// npm run role -- login cri [--take]
// Makes somebody a member of a group that gives a role, in the directory uca of `npm start`, or takes them out of it: what
// the operator of a real directory does with its own tools. No service identity of the product can.

const usage = `Type \`npm run role -- login ${roles.join('|')}\`, and \`--take\` to take the role away.`;

const nothingRuns = 'Nothing runs here: type `npm start` in another window first.';

await command(main);

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    ...{ allowPositionals: true, options: { take: { type: 'boolean', default: false } } },
  });
  const asked = z.tuple([z.string().refine(isLogin), z.enum(roles)]).safeParse(positionals);
  if (!asked.success) throw new Error(usage);
  const [login, role] = asked.data;
  const folder = join(import.meta.dirname, '..', '.local', 'start', 'uca');
  const [ca, password] = await Promise.all(
    ['ca.pem', adminPasswordFile].map((file) => readFile(join(folder, file), 'utf8')),
  ).catch(() => {
    throw new Error(nothingRuns);
  });
  const client = new Client({
    ...{ url: `ldaps://127.0.0.1:${startPorts.uca}`, timeout: 5_000, connectTimeout: 5_000 },
    tlsOptions: { ca: [ca ?? ''] },
  });
  try {
    await client.bind(`cn=admin,${ucaSuffix}`, password).catch((error: unknown) => {
      throw isRefusedConnection(error) ? new Error(nothingRuns) : error;
    });
    await change(client, login, role, values.take);
  } finally {
    await client.unbind();
  }
  process.stdout.write(
    values.take
      ? `${login} no longer has the role ${role}. Pages know it after five minutes, or at the next sign-in.\n`
      : `${login} has the role ${role}. Pages know it after five minutes, or at the next sign-in.\n`,
  );
}

/** Does nothing that is done already. */
async function change(client: Client, login: string, role: string, takes: boolean): Promise<void> {
  const dn = `uid=${login},ou=people,${ucaSuffix}`;
  await client.search(dn, { scope: 'base', attributes: ['1.1'] }).catch((error: unknown) => {
    throw error instanceof NoSuchObjectError ? new Error('The directory uca has no entry with this login.') : error;
  });
  const modification = new Attribute({ type: 'member', values: [dn] });
  await client
    .modify(`cn=${role},ou=groups,${ucaSuffix}`, new Change({ operation: takes ? 'delete' : 'add', modification }))
    .catch((error: unknown) => {
      if (!(error instanceof TypeOrValueExistsError || error instanceof NoSuchAttributeError)) throw error;
    });
}

/** The files of a directory stay when it stops. */
function isRefusedConnection(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
}
