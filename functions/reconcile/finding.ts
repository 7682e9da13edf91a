import * as z from 'zod/mini';
import { id } from '../step/id.ts';
import { directories } from '../university/university.ts';

/** What the table and a directory say differently where the rule is sure: it is ours, and the account's id is the same. */
export const repairs = [
  /** The directory had the account, and has it no more. */
  'missing',
  /** It says something else than the account. */
  'differs',
  /** It still has an account that is closed. */
  'closed',
  /** It was to be written, and nothing was left that would do it. */
  'work-lost',
  /** An account that this comparison would not have found. */
  'slice-lost',
] as const;

/** What a person must look at. */
export const doubts = [
  /** An entry of our class of which no account has the id. */
  'no-account',
  /** An entry with the id of an account that has another login. */
  'other-login',
  /** An entry of an account that this directory should not have. */
  'not-expected',
  /** Somebody else's entry stands where the account's was. */
  'foreign',
  /** Something broke: the log has the place. */
  'not-compared',
] as const;

export const findings = [...repairs, ...doubts] as const;
export type FindingName = (typeof findings)[number];

/** One difference. It names an account by its id, and an entry by its login. */
export const findingSchema = z.object({
  finding: z.enum(findings),
  directory: z.enum(directories),
  /** As the entry says it: of one that is nobody's, it need not be an id. */
  accountId: z.string(),
  login: z.exactOptional(z.string()),
  /** The attributes that differ, by name. */
  attributes: z.exactOptional(z.array(z.string())),
});
export type Finding = z.infer<typeof findingSchema>;

/** One slice in one directory. */
export const partSchema = z.object({ part: z.number(), slice: z.string(), directory: z.enum(directories) });

/** What comparing a part came to. */
export const comparedSchema = z.extend(partSchema, {
  /** Accounts that the directory should have, and entries of ours that it has. */
  accounts: z.number(),
  entries: z.number(),
  findings: z.array(findingSchema),
});
export type Compared = z.infer<typeof comparedSchema>;

/** An account id as the tables have them: anything else in a directory is nobody's. */
export function isAccountId(text: string): boolean {
  return z.safeParse(id, text).success;
}
