import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { environment } from '../step/environment.ts';
import { sdkTimeouts } from '../step/sdk-timeouts.ts';
import { type DirectoryName, directories } from '../university/university.ts';
import type { FindConnection } from './connection.ts';
import { directorySecret } from './directory-secret.ts';
import type { Directory } from './directory.ts';
import { ldapDirectory } from './ldap-directory.ts';
import { ldapPasswordDirectory } from './ldap-password-directory.ts';
import type { PasswordDirectory } from './password-directory.ts';

/** The environment variable that names the secret of the identity that provisions a directory: `DIRECTORY_SECRET_ISIMA_LIMOS`. */
function directorySecretVariable(directory: DirectoryName): string {
  return variable('DIRECTORY', directory);
}

/** The environment variable that names the secret of the identity that writes its passwords: `PASSWORD_SECRET_ISIMA_LIMOS`. */
function passwordSecretVariable(directory: DirectoryName): string {
  return variable('PASSWORD', directory);
}

function variable(kind: string, directory: DirectoryName): string {
  return `${kind}_SECRET_${directory.replaceAll('-', '_').toUpperCase()}`;
}

/** The directories whose secrets this function was given, one kept connection each. */
export function deployedDirectories(): (name: DirectoryName) => Directory {
  return deployed(directorySecretVariable, ldapDirectory);
}

/** The same directories, through the identity that writes passwords. */
export function deployedPasswordDirectories(): (name: DirectoryName) => PasswordDirectory {
  return deployed(passwordSecretVariable, ldapPasswordDirectory);
}

function deployed<Port>(
  secretVariable: (name: DirectoryName) => string,
  open: (find: FindConnection) => Port,
): (name: DirectoryName) => Port {
  const secrets = new SecretsManagerClient(sdkTimeouts);
  const ports = new Map(
    directories.map((name) => [name, open(directorySecret(secrets, environment(secretVariable(name))))]),
  );
  return (name) => {
    const port = ports.get(name);
    if (!port) throw new Error('There is no such directory');
    return port;
  };
}
