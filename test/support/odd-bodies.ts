import fc from 'fast-check';
import type { FormFields } from './form-fields.ts';

/** Bodies that nearly are this form: its fields and others, missing, repeated, as lists, in any order; and texts that are none. */
export function oddBodies({ required, optional = [] }: FormFields): fc.Arbitrary<string> {
  const fields = [...required, ...optional];
  const names = [...fields, ...fields.flatMap((name) => [`${name}[]`, `${name}[key]`]), '__proto__', ''];
  const whole = fields.map((name) => [name, '1']);
  const body = (pairs: string[][]) => new URLSearchParams(pairs).toString();
  const oneOf = fc.constantFrom(...(fields.length === 0 ? [''] : fields));
  return fc
    .oneof(
      fc.array(fc.tuple(fc.constantFrom(...names), fc.string()), { maxLength: 12 }).map(body),
      // CVE-2023-7028: the second of two is another one's.
      fc.tuple(oneOf, fc.string()).map(([name, value]) => body([...whole, [name, value]])),
      oneOf.map((name) => body(whole.map(([each = '', value = '']) => [each === name ? `${each}[]` : each, value]))),
      fc.constantFrom(
        JSON.stringify(Object.fromEntries(whole)),
        JSON.stringify(whole),
        JSON.stringify(Object.fromEntries(fields.map((name) => [name, ['1', { key: '2' }]]))),
      ),
      fc.string(),
      fc.constantFrom('null', '%', '%00', '%zz=%', '&&=&', '=', `${fields.join('=1;')}=1`),
    )
    .filter((text) => !isForm(text, { required, optional }));
}

function isForm(text: string, { required, optional = [] }: FormFields): boolean {
  const names = [...new URLSearchParams(text)].map(([name]) => name);
  const known = [...required, ...optional];
  const isOnce = new Set(names).size === names.length && names.every((name) => known.includes(name));
  return isOnce && required.every((name) => names.includes(name));
}
