import { Logger } from '@aws-lambda-powertools/logger';
import { clock } from '../step/clock.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { recordMailEvents } from './record-mail-events.ts';

const deps = { tables: deployedTables(), ...clock, log: new Logger({ serviceName: 'matricule' }) };
export const handler = (event: unknown) => recordMailEvents(event, deps);
