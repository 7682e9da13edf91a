import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import { getAccount } from '../../functions/account/account-repository.ts';
import type { Account } from '../../functions/account/account.ts';
import { activate } from '../../functions/activation/activate.ts';
import type { FileRecord, HandedOver } from '../../functions/file/file.ts';
import type { LinkPurpose } from '../../functions/link/link.ts';
import { tokenHash } from '../../functions/link/link-token.ts';
import { mintLink, type NewLink } from '../../functions/link/mint-link.ts';
import { provisionDirectory } from '../../functions/onboarding/provision-directory.ts';
import { concludePassword } from '../../functions/password/conclude-password.ts';
import { preparePassword } from '../../functions/password/prepare-password.ts';
import { setPassword } from '../../functions/password/set-password.ts';
import { markOf } from '../../functions/portal/link/held-link.tsx';
import { RetryableError } from '../../functions/step/errors.ts';
import { type DirectoryName, directories } from '../../functions/university/university.ts';
import { chloe } from './people.ts';
import { portalWorld, publicUrl } from './portal-world.ts';

/** A password that every rule and directory takes; each number is another one. */
export const goodPassword = (n = 1) => `Orage-Violet-${String(n)}-Tasse`;

/** Forms that stand behind a link, and name it. */
export const behindLink =
  /^\/(?:recover|activate|activate\/address|activate\/address\/keep|activate\/code|not-me|l\/fresh|result|stay)$/;

/** What a form on a page of this link holds, for a browser that holds the link. */
export function fieldOfLink(path: string, token: string | undefined, hmacKey: string): { link?: string } {
  if (!behindLink.test(path)) return {};
  return { link: token === undefined ? '' : markOf({ tokenHash: tokenHash(token, hmacKey) }, hmacKey) };
}

/** The pages behind mailed links, with the directories and the steps that follow a choice of password. */
export function linkWorld(options: Parameters<typeof portalWorld>[0] = {}) {
  const world = portalWorld(options);
  const { tables, clock, servers, vault, hmacKey, executions } = world;
  const now = () => clock.at;
  const deps = {
    ...world.deps,
    tables,
    directory: (name: DirectoryName) => servers[name],
    open: vault.open,
  };
  let ran = 0;

  const account = (accountId: string): Promise<Account> => getAccount(accountId, tables);

  async function link(accountId: string, purpose: LinkPurpose, more: Partial<NewLink> = {}) {
    const holder = await account(accountId);
    const { credentialEpoch: epoch, leadingFileId: fileId } = holder;
    const about = ['status', 'activation'].includes(purpose) ? { fileId, addressVersion: 1 } : {};
    const minted: NewLink = { purpose, accountId, epoch, ...about, ...more };
    const { token } = await mintLink(minted, holder, { tables, randomBytes, hmacKey, now });
    return { token, cookie: `__Host-link=${token}` };
  }

  /** Somebody whose account stands in the directories as provisioning leaves it. */
  async function person(given: Partial<Account> = {}, row: HandedOver = chloe, file: Partial<FileRecord> = {}) {
    const state = given.state ?? 'provisioned';
    const { accountId, fileId } = await world.person(row, {
      file: { outcome: 'Onboarded', outcomeVersion: 1, ...file },
      account: {
        login: 'chldalen',
        mailAddress: 'chloe.dalencon@etu.uca.fr',
        services: ['ent', 'mail', 'eduroam', 'printing', 'isima'],
        directories: { uca: { status: 'pending', revision: 1 }, 'isima-limos': { status: 'pending', revision: 1 } },
        uidNumber: 200_001,
        ...given,
        state: 'provisioned',
      },
    });
    for (const directory of directories) {
      const { directories: held } = await account(accountId);
      if (held[directory]?.status === 'pending') await provisionDirectory({ accountId, directory }, deps);
    }
    await tables.write({ table: 'accounts', update: { accountId }, set: { state } });
    return { accountId, fileId };
  }

  /** Runs one choice of password as its workflow does. */
  async function settle(operationId: string, activates: boolean): Promise<void> {
    const { outcome, accountId, strictest, others } = await preparePassword({ operationId }, deps);
    if (outcome === 'ready') {
      for (const directory of [...strictest, ...others]) {
        await setPassword({ accountId, directory }, deps).catch(whenAway);
      }
    }
    if (outcome === 'ready' && activates) {
      const activated = await activate({ operationId, file: { accountId } }, deps);
      for (const directory of activated.directories) {
        await provisionDirectory({ accountId, directory }, deps).catch(whenAway);
      }
    }
    await concludePassword({ operationId }, deps);
  }

  return {
    ...world,
    deps,
    person,
    /** A file that has no account yet, with the cookie of its status page. */
    file: (row: HandedOver) => world.person(row),
    account,
    link,
    /** Runs what the pages have started since the last time; what pages start beside passwords is left alone. */
    run: async () => {
      for (const { workflow, input } of executions.slice(ran)) {
        ran += 1;
        if (workflow !== 'activation' && workflow !== 'password') continue;
        await settle(input['operationId'] ?? '', workflow === 'activation');
      }
    },
    passwordsOf: async (accountId: string) => {
      const { login } = await account(accountId);
      return Object.fromEntries(directories.map((name) => [name, servers[name].passwordOf(login)]));
    },
    open: (path: string, cookie: string, language = 'en') =>
      world.request(path, { headers: { cookie, 'accept-language': language } }),
    page: async (path: string, cookie: string, language = 'en') =>
      (await world.request(path, { headers: { cookie, 'accept-language': language } })).text(),
    /** Sends a form as a browser does that holds these cookies. */
    send: (
      path: string,
      cookie: string,
      fields: Readonly<Record<string, string>> = {},
      headers: Readonly<Record<string, string>> = {},
    ) =>
      world.request(path, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          origin: publicUrl,
          'sec-fetch-site': 'same-origin',
          'accept-language': 'en',
          cookie,
          ...headers,
        },
        body: new URLSearchParams({
          ...fieldOfLink(path, /__Host-link=([^;]*)/.exec(cookie)?.[1], hmacKey),
          ...fields,
        }).toString(),
      }),
    /** The form of activation as it is filled in when nothing else is said. */
    activation: (given: Readonly<Record<string, string>> = {}) => ({
      form: ulid(),
      recovery: 'known',
      charter: world.deps.university.charter.version,
      password: goodPassword(),
      ...given,
    }),
  };
}
export type LinkWorld = ReturnType<typeof linkWorld>;

/** A cookie that an answer sets, as the browser sends it back. */
export function cookieOf(response: Response, name: string): string {
  const set = response.headers.getSetCookie().find((each) => each.startsWith(`__Host-${name}=`));
  return set?.split(';')[0] ?? '';
}

export const locationOf = (response: Response) => [response.status, response.headers.get('location')];
/** The same, and the name of what the page there says first. */
export const followed = (response: Response) => [
  ...locationOf(response),
  /__Host-notice=([a-z-]+)/.exec(response.headers.get('set-cookie') ?? '')?.[1],
];

function whenAway(error: unknown): void {
  if (!(error instanceof RetryableError)) throw error;
}
