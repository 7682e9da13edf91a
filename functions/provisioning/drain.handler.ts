import { deployedDirectories } from '../directory/deployed-directories.ts';
import { clock } from '../step/clock.ts';
import { emfMetric } from '../step/count-metric.ts';
import { toHandler } from '../step/to-handler.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { university } from '../university/uca.ts';
import { contract, drain } from './drain.ts';

const deps = {
  tables: deployedTables(),
  university,
  directory: deployedDirectories(),
  countMetric: emfMetric(),
  ...clock,
};
export const handler = toHandler(contract, (input) => drain(input, deps));
