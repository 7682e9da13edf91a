import { KMSClient } from '@aws-sdk/client-kms';
import { deployedPasswordDirectories } from '../directory/deployed-directories.ts';
import { clock } from '../step/clock.ts';
import { environment } from '../step/environment.ts';
import { sdkTimeouts } from '../step/sdk-timeouts.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { university } from '../university/uca.ts';
import { kmsVault } from '../vault/kms-vault.ts';
import type { PasswordDeps } from './settle-password.ts';

/** What a function that writes passwords reaches: it alone may open what waits in the vault. */
export function deployedPasswordDeps(): PasswordDeps {
  const { open } = kmsVault(new KMSClient(sdkTimeouts), environment('VAULT_KEY_ID'));
  return {
    tables: deployedTables(),
    university,
    passwordDirectory: deployedPasswordDirectories(),
    open,
    now: clock.now,
  };
}
