import { describe } from 'vitest';
import { inMemoryObjects } from '../../support/in-memory-objects.ts';
import { objectsContract } from './objects.contract.ts';

describe('objects in memory', () => {
  const objects = inMemoryObjects();
  objectsContract(() => objects, 'contract');
});
