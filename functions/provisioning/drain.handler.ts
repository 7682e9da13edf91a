import { Logger } from '@aws-lambda-powertools/logger';
import { deployedDirectories } from '../directory/deployed-directories.ts';
import { clock } from '../step/clock.ts';
import { emfMetric } from '../step/count-metric.ts';
import { errorPlace } from '../step/error-place.ts';
import { toHandler } from '../step/to-handler.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { university } from '../university/uca.ts';
import { contract, drain } from './drain.ts';

const logger = new Logger();
const deps = {
  tables: deployedTables(),
  university,
  directory: deployedDirectories(),
  countMetric: emfMetric(),
  rowFailed: (at: object, error: unknown) => logger.error('Row failed', { ...at, ...errorPlace(error) }),
  ...clock,
};
export const handler = toHandler(contract, (input) => drain(input, deps));
