import { Attribute, Change, DN, type Entry, NoSuchObjectError, ResultCodeError } from 'ldapts';
import { RetryableError } from '../step/errors.ts';
import { checkLogin } from './entry-rules.ts';
import type { Reached } from './ldap-connection.ts';
import { isPassing } from './result-codes.ts';

/** Values by the name of their attribute. */
export type Attributes = Readonly<Record<string, readonly string[]>>;

/** Result codes that the adapters tell apart (RFC 4511, A.2). */
export const codes = {
  ...{ noSuchAttribute: 16, attributeOrValueExists: 20, noSuchObject: 32, entryAlreadyExists: 68 },
  /** RFC 4528, 3. */
  assertionFailed: 122,
};

export function distinguishedName(login: string, peopleDn: string): string {
  checkLogin(login);
  return `${new DN().addPairRDN('uid', login).toString()},${peopleDn}`;
}

/** Reads one entry by its name. What is no text, a photograph, is shown in base 64: it is none of ours. */
export async function entryAt(
  { client }: Reached,
  dn: string,
  attributes: readonly string[],
): Promise<Attributes | undefined> {
  let found;
  try {
    // No size limit: ldapts takes the code of a search that exceeds it for success (I-15).
    found = await client.search(dn, { scope: 'base', attributes: [...attributes] });
  } catch (error) {
    if (error instanceof NoSuchObjectError) return undefined;
    throw error;
  }
  const [entry, ...others] = found.searchEntries;
  if (others.length > 0 || found.searchReferences.length > 0)
    throw new RetryableError('The directory gives more than one entry');
  // A base search finds its entry or says noSuchObject: nothing at all is what a connection without rights sees.
  if (!entry) throw new RetryableError('The directory gives neither an entry nor an error');
  return textsOf(entry);
}

export function textsOf(entry: Entry): Attributes {
  return Object.fromEntries(
    Object.entries(entry)
      .map(([name, value]) => [name, [value].flat().map(text)] as const)
      // ldapts adds the name of the entry and what was asked for in vain. A password is never ours to see.
      .filter(([name, texts]) => texts.length > 0 && !['dn', 'userpassword'].includes(name.toLowerCase())),
  );
}

function text(value: string | Buffer): string {
  return typeof value === 'string' ? value : value.toString('base64');
}

/** Whose entry it is; nobody's when it is not of our class. */
export function ownerOf(attributes: Attributes): string | undefined {
  const classes = valuesOf(attributes, 'objectClass').map((each) => each.toLowerCase());
  return classes.includes('matriculeaccount') ? valuesOf(attributes, 'matriculeAccountId')[0] : undefined;
}

/** Attribute names are equal whatever their case (RFC 4512, 2.5). */
export function valuesOf(attributes: Attributes, name: string): readonly string[] {
  return Object.entries(attributes).find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1] ?? [];
}

export function change(operation: 'add' | 'delete' | 'replace', type: string, values: readonly string[]): Change {
  return new Change({ operation, modification: new Attribute({ type, values: [...values] }) });
}

/** The code of the server's considered refusal of a request, if it has one; anything else that goes wrong is thrown on. */
export async function refusalOf(request: Promise<unknown>): Promise<number | undefined> {
  try {
    await request;
    return undefined;
  } catch (error) {
    if (!(error instanceof ResultCodeError) || isPassing(error.code)) throw error;
    return error.code;
  }
}
