import { toHandler } from '../step/to-handler.ts';
import { deployedPasswordDeps } from './deployed-password-deps.ts';
import { contract, preparePassword } from './prepare-password.ts';

const deps = deployedPasswordDeps();
export const handler = toHandler(contract, (input) => preparePassword(input, deps));
