import fc from 'fast-check';

const names = ['form', 'number', 'day', 'month', 'year', 'cvec', 'address', 'number[]', 'number[key]', '__proto__', ''];

/** Bodies that nearly are a form: its fields and others, missing, repeated, in any order; and texts that are none. */
export const oddBodies: fc.Arbitrary<string> = fc.oneof(
  fc
    .array(fc.tuple(fc.constantFrom(...names), fc.string()), { maxLength: 12 })
    .map((pairs) => new URLSearchParams(pairs).toString()),
  fc.string(),
  fc.constantFrom(
    '{"number":"1"}',
    '["number"]',
    '[{"a":{}}]',
    'null',
    '%',
    '%00',
    '%zz=%',
    '&&=&',
    '=',
    'number=1;day=2',
  ),
);
