import { deployedDirectories } from '../directory/deployed-directories.ts';
import { deployedPasswordDeps } from '../password/deployed-password-deps.ts';
import { toHandler } from '../step/to-handler.ts';
import { contract, provisionDirectory } from './provision-directory.ts';

const deps = { ...deployedPasswordDeps(), directory: deployedDirectories() };
export const handler = toHandler(contract, (input) => provisionDirectory(input, deps));
