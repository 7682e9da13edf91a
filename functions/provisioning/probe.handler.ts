import { deployedDirectories } from '../directory/deployed-directories.ts';
import { clock } from '../step/clock.ts';
import { emfMetric } from '../step/count-metric.ts';
import { toHandler } from '../step/to-handler.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { contract, probe } from './probe.ts';

const deps = { tables: deployedTables(), directory: deployedDirectories(), countMetric: emfMetric(), ...clock };
export const handler = toHandler(contract, (input) => probe(input, deps));
