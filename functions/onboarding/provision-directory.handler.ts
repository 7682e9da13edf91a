import { deployedDirectories } from '../directory/deployed-directories.ts';
import { toHandler } from '../step/to-handler.ts';
import { deployedTables } from '../table/deployed-tables.ts';
import { university } from '../university/uca.ts';
import { contract, provisionDirectory } from './provision-directory.ts';

const deps = { tables: deployedTables(), university, directory: deployedDirectories() };
export const handler = toHandler(contract, (input) => provisionDirectory(input, deps));
