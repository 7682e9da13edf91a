import { clock } from '../step/clock.ts';
import { toHandler } from '../step/to-handler.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { university } from '../university/uca.ts';
import { activate, contract } from './activate.ts';

const deps = { tables: deployedTables(), university, ...clock };
export const handler = toHandler(contract, (input) => activate(input, deps));
