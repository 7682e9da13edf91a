import { addressHealth } from '../mail/address-health.ts';
import { deployedMailing } from '../mail/deployed-mailing.ts';
import { toHandler } from '../step/to-handler.ts';
import { contract, emailRecoveryAddress } from './email-recovery-address.ts';

const mailing = deployedMailing();
const deps = { ...mailing, addressHealth: (address: string) => addressHealth(address, mailing) };
export const handler = toHandler(contract, (input) => emailRecoveryAddress(input, deps));
