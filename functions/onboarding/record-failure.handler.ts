import { toHandler } from '../step/to-handler.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { contract, recordFailure } from './record-failure.ts';

const deps = { tables: deployedTables() };
export const handler = toHandler(contract, (input) => recordFailure(input, deps));
