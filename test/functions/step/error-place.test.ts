import { expect, test } from 'vitest';
import { errorPlace } from '../../../functions/step/error-place.ts';

test('16.2.5 of an error the log has name, cause and place, and nothing that its message quotes', () => {
  const vendor = Object.assign(new Error('Invalid value\n    at ada@example.org'), { name: 'ValidationException' });
  const place = errorPlace(Object.assign(new Error('ada@example.org', { cause: vendor }), { name: 'StepError' }));
  expect(place).toMatchObject({ error: 'StepError', cause: 'ValidationException' });
  expect(errorPlace(vendor).at?.[0]).toMatch(/error-place\.test\.ts/);
  expect(errorPlace(vendor).at?.length).toBeLessThanOrEqual(5);
  expect(JSON.stringify([place, errorPlace(vendor)])).not.toContain('ada@example.org');
});

test('of what is thrown and no error the log has the kind', () => {
  expect(errorPlace('ada@example.org')).toEqual({ error: 'string' });
});
