import { deployedMailing } from '../mail/deployed-mailing.ts';
import { toHandler } from '../step/to-handler.ts';
import { contract, emailRecoveryAddress } from './email-recovery-address.ts';

const deps = deployedMailing();
export const handler = toHandler(contract, (input) => emailRecoveryAddress(input, deps));
