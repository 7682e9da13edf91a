import * as z from 'zod/mini';
import { passwordPurposes, passwordsSchema } from '../account/account.ts';
import { passwordRefusals } from '../directory/password-directory.ts';
import { claimSchema } from '../file/file.ts';
import { id } from '../step/id.ts';
import { directories, languages } from '../university/university.ts';

const common = {
  operationId: id,
  language: z.enum(languages),
  askedAt: z.string(),
  /** Epoch seconds: the table forgets what was typed after this. */
  expiresAt: z.number(),
};

const onboarding = z.object({ ...common, kind: z.literal('onboarding'), claim: claimSchema });

/** A link is asked for: by what was typed, or by a dead link, which knows its account. */
const recovery = z.object({
  ...common,
  kind: z.literal('recovery'),
  identifier: z.exactOptional(z.string()),
  accountId: z.exactOptional(id),
  /** The browser that the person has used, or the link that was mailed to them, from which it was asked for (mail/may-mail.ts). */
  knownBy: z.exactOptional(z.string()),
  /** Nobody asked: the CRI has unlocked the account, and the former password is erased. */
  unlocked: z.exactOptional(z.literal(true)),
  /** Of a dead link that showed a file. */
  fileId: z.exactOptional(id),
});

/** A password was chosen; it waits in the vault. */
const password = z.object({
  ...common,
  /** Absent until it has ended, however long a directory is away. */
  expiresAt: z.exactOptional(z.number()),
  kind: z.literal('password'),
  purpose: z.enum(passwordPurposes),
  accountId: id,
  /** The `credentialEpoch` that it began. */
  epoch: z.number(),
  /** What the directories held before: what holds again when none takes the new one. */
  before: passwordsSchema,
  /** When the one before it was chosen, if that is known. */
  chosenBefore: z.exactOptional(z.string()),
  /** Tells another password of the same form (password/choice-digest.ts). */
  choice: z.exactOptional(z.string()),
  /** How it stands, or ended. */
  outcome: z.exactOptional(z.string()),
  /** Why directories refused it. */
  refusals: z.exactOptional(z.partialRecord(z.enum(directories), z.enum(passwordRefusals))),
  /**
   * Recovery addresses that another one took the place of, and the choice that each was given up with: who is told of it.
   * `undone`: it was waiting, and the one before stays (B-17).
   */
  former: z.exactOptional(
    z.array(z.object({ address: z.string(), operationId: id, undone: z.exactOptional(z.literal(true)) })),
  ),
});

/** Another recovery address is asked for, which a code confirms. */
const address = z.object({
  ...common,
  kind: z.literal('address'),
  accountId: id,
  address: z.string(),
  /** A keyed hash of the code that was mailed last. */
  codeHash: z.exactOptional(z.string()),
  /** An instant. */
  codeEndsAt: z.exactOptional(z.string()),
  /** Codes that were typed. */
  tries: z.number(),
  confirmedAt: z.exactOptional(z.string()),
});

/** One request of one user: its id names the execution. */
export const operationSchema = z.discriminatedUnion('kind', [onboarding, recovery, password, address]);
export type Operation = z.infer<typeof operationSchema>;
export type OperationKind = Operation['kind'];
export type PasswordOperation = z.infer<typeof password>;
export type AddressOperation = z.infer<typeof address>;
