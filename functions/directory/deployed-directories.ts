import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { environment } from '../step/environment.ts';
import { sdkTimeouts } from '../step/sdk-timeouts.ts';
import { type DirectoryName, directories } from '../university/university.ts';
import { directorySecret } from './directory-secret.ts';
import type { Directory } from './directory.ts';
import { ldapDirectory } from './ldap-directory.ts';

/** The environment variable that names the secret of a directory: `isima-limos` → `DIRECTORY_SECRET_ISIMA_LIMOS`. */
export function directorySecretVariable(directory: DirectoryName): string {
  return `DIRECTORY_SECRET_${directory.replaceAll('-', '_').toUpperCase()}`;
}

/** The directories whose secrets this function was given, one kept connection each. */
export function deployedDirectories(): (name: DirectoryName) => Directory {
  const secrets = new SecretsManagerClient(sdkTimeouts);
  const open = new Map(
    directories.map((name) => [
      name,
      ldapDirectory(directorySecret(secrets, environment(directorySecretVariable(name)))),
    ]),
  );
  return (name) => {
    const directory = open.get(name);
    if (!directory) throw new Error('There is no such directory');
    return directory;
  };
}
