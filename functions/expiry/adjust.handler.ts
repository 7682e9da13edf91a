import { clock } from '../step/clock.ts';
import { toHandler } from '../step/to-handler.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { university } from '../university/uca.ts';
import { contract, adjust } from './adjust.ts';

const deps = { tables: deployedTables(), university, ...clock };
export const handler = toHandler(contract, (input) => adjust(input, deps));
