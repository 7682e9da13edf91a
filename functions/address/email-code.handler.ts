import { deployedMailing } from '../mail/deployed-mailing.ts';
import { toHandler } from '../step/to-handler.ts';
import { contract, emailCode } from './email-code.ts';

const deps = deployedMailing();
export const handler = toHandler(contract, (input) => emailCode(input, deps));
