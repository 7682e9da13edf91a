import { toHandler } from '../step/to-handler.ts';
import { deployedPasswordDeps } from './deployed-password-deps.ts';
import { contract, setPassword } from './set-password.ts';

const deps = deployedPasswordDeps();
export const handler = toHandler(contract, (input) => setPassword(input, deps));
