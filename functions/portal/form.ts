import * as z from 'zod/mini';
import { id } from '../step/id.ts';
import type { PortalContext } from './portal-env.ts';

/** A number, an address, a password: nobody types more. What is longer did not come from the form. */
const longestField = 1000;

/**
 * The fields of a form that was sent as a browser sends it, once each of them stands there exactly once.
 * @param optional fields that a script may have taken away, or that a box left unticked does not send.
 * @param longest characters of the fields that hold more than a line.
 * @returns `undefined` for anything that a browser would not send for this form (D-09).
 */
export async function readForm<Required extends string, Optional extends string = never>(
  c: PortalContext,
  required: readonly Required[],
  optional: readonly Optional[] = [],
  longest: Readonly<Record<string, number>> = {},
): Promise<(Readonly<Record<Required, string>> & Readonly<Partial<Record<Optional, string>>>) | undefined> {
  if (!/^application\/x-www-form-urlencoded *(;|$)/i.test(c.req.header('content-type') ?? '')) return undefined;
  const pairs = [...new URLSearchParams(await c.req.text())];
  const names = new Set(pairs.map(([name]) => name));
  const tooLong = pairs.some(([name, value]) => value.length > (longest[name] ?? longestField));
  if (names.size !== pairs.length || tooLong) return undefined;
  const known = new Set<string>([...required, ...optional]);
  if (![...names].every((name) => known.has(name))) return undefined;
  const fields = Object.fromEntries(pairs);
  return hasAll<Required, Optional>(fields, required) ? fields : undefined;
}

function hasAll<Required extends string, Optional extends string>(
  fields: Readonly<Record<string, string>>,
  required: readonly Required[],
): fields is Record<Required, string> & Partial<Record<Optional, string>> {
  return required.every((name) => fields[name] !== undefined);
}

/** Whether the field `form` holds an id as pages make them, for a form that is sent twice. */
export function isFormId(text: string): boolean {
  return z.safeParse(id, text).success;
}
