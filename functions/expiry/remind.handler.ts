import { addressHealth } from '../mail/address-health.ts';
import { deployedMailing } from '../mail/deployed-mailing.ts';
import { toHandler } from '../step/to-handler.ts';
import { contract, remind } from './remind.ts';

const mailing = deployedMailing();
const deps = { ...mailing, addressHealth: (address: string) => addressHealth(address, mailing) };
export const handler = toHandler(contract, (input) => remind(input, deps));
