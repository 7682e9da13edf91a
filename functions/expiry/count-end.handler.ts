import { clock } from '../step/clock.ts';
import { toHandler } from '../step/to-handler.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { university } from '../university/uca.ts';
import { contract, countEnd } from './count-end.ts';

const deps = { tables: deployedTables(), university, ...clock };
export const handler = toHandler(contract, (input) => countEnd(input, deps));
