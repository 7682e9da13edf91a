import { clock } from '../step/clock.ts';
import { toHandler } from '../step/to-handler.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { claimDirectory, contract } from './claim-directory.ts';

const deps = { tables: deployedTables(), ...clock };
export const handler = toHandler(contract, (input) => claimDirectory(input, deps));
