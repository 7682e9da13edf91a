import { deployedMailing } from '../mail/deployed-mailing.ts';
import { toHandler } from '../step/to-handler.ts';
import { contract, openTicket } from './open-ticket.ts';

const deps = deployedMailing();
export const handler = toHandler(contract, (input) => openTicket(input, deps));
