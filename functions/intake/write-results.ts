import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { findAccount } from '../account/account-repository.ts';
import { isIdentifier } from '../file/file-key.ts';
import { getFile } from '../file/file-repository.ts';
import type { FileRecord } from '../file/file.ts';
import { addressHealth, type AddressTrouble } from '../mail/address-health.ts';
import { comparableAddress } from '../mail/comparable-address.ts';
import { id } from '../step/id.ts';
import type { Tables } from '../table/tables.ts';
import { directories, type OfficeName, type University } from '../university/university.ts';
import { fileNotices } from './file-notices.ts';
import type { Notice, RowResult } from './intake-report.ts';
import { readJsonOf } from './json-object.ts';
import type { Objects } from './objects.ts';
import { rowOutcomes, type RowOutcome } from './row-outcome.ts';
import { rowProblemText } from './row-problem.ts';
import { operationIdOf, runKeys } from './run-keys.ts';
import { chunkSchema, type StagedRow } from './run.ts';
import { type StoredRow, storedRowSchema } from './store-rows.ts';

/** How the onboarding of one person ended. */
const endSchema = z.object({
  operationId: id,
  outcome: z.string(),
  mail: z.nullish(z.string()),
  directories: z.nullish(z.array(z.object({ directory: z.enum(directories), outcome: z.string() }))),
});
type End = z.infer<typeof endSchema>;

export const contract = {
  input: z.object({
    runId: id,
    chunk: z.number(),
    stored: z.object({ rows: z.array(storedRowSchema) }),
    results: z.array(endSchema),
  }),
  output: z.object({ outcome: z.literal('written'), rows: z.number(), attention: z.number() }),
};
type Input = z.infer<typeof contract.input>;
type Output = z.infer<typeof contract.output>;

interface Deps {
  readonly tables: Tables;
  readonly objects: Objects;
  readonly university: University;
  readonly now: () => Temporal.Instant;
}

/**
 * Writes what became of every row of a chunk, with what the office should know of it. The first results stay: a child
 * that runs a second time finds people onboarded and knows less of how.
 */
export async function writeResults({ runId, chunk, stored, results }: Input, deps: Deps): Promise<Output> {
  const { office, rows: staged } = await readJsonOf(deps.objects, runKeys.chunk(runId, chunk), chunkSchema);
  const rows = await Promise.all(
    staged.map(async (row): Promise<RowResult> => {
      const before = stored.rows.find(({ line }) => line === row.line) ?? { line: row.line, outcome: 'StepFailed' };
      const end = results.find(({ operationId }) => operationId === operationIdOf(runId, row.line));
      const file = before.fileId === undefined ? undefined : await getFile(before.fileId, deps.tables);
      return rowResult(row, before, end, file, await troublesOf(file, deps), office, deps.university);
    }),
  );
  const key = runKeys.results(runId, chunk);
  if (!(await deps.objects.head(key))) await deps.objects.write(key, JSON.stringify({ rows }));
  return { outcome: 'written', rows: rows.length, attention: rows.filter(({ notices }) => notices.length > 0).length };
}

/** What became of mail to the office's address, and to the one that the person gave instead. */
interface AddressTroubles {
  readonly address?: AddressTrouble;
  readonly recovery?: AddressTrouble;
}

async function troublesOf(file: FileRecord | undefined, deps: Deps): Promise<AddressTroubles> {
  if (!file) return {};
  const troubleOf = async (address: string | undefined): Promise<AddressTrouble | undefined> => {
    const health = address === undefined ? 'well' : await addressHealth(address, deps);
    return health === 'well' ? undefined : health;
  };
  const { personalEmail } = file;
  const given = (await findAccount(file.accountId, deps.tables))?.recovery?.address;
  const isOther = given !== undefined && comparableAddress(given) !== comparableAddress(personalEmail ?? '');
  const address = await troubleOf(personalEmail);
  const recovery = isOther ? await troubleOf(given) : undefined;
  return { ...(address && { address }), ...(recovery && { recovery }) };
}

function rowResult(
  { line, cells: { file_number: fileNumber = '' } }: StagedRow,
  stored: StoredRow,
  end: End | undefined,
  file: FileRecord | undefined,
  { address, recovery }: AddressTroubles,
  office: OfficeName,
  university: University,
): RowResult {
  const outcome = outcomeOf(stored, end, file);
  const problems = stored.problems ?? [];
  const trouble = address ?? recovery;
  return {
    line,
    ...(isIdentifier(fileNumber) && { fileNumber: fileNumber.trim() }),
    outcome,
    ...(trouble && { address: trouble }),
    notices: [
      ...problems.map(({ column, code, otherLine }) => ({
        ...(column && { column }),
        code,
        ...rowProblemText({ code, ...(column && { column }), ...(otherLine && { otherLine }) }, office, university),
      })),
      ...(outcome === 'StepFailed' ? [stepFailed] : []),
      ...(outcome === 'Superseded' ? [superseded] : []),
      ...(file && outcome !== 'StepFailed' ? fileNotices(file, university) : []),
      ...(address ? [addressNotices[address]] : []),
      ...(recovery ? [recoveryNotices[recovery]] : []),
      ...(end ? endNotices(end, university) : []),
    ],
  };
}

function outcomeOf({ outcome }: StoredRow, end: End | undefined, file: FileRecord | undefined): RowOutcome {
  if (outcome !== 'ToOnboard' && outcome !== 'Settled') return outcome;
  const ended = outcome === 'Settled' ? file?.outcome : end?.outcome;
  // A row without an end, or with one that no file has, broke on the way.
  return rowOutcomes.find((name) => name === ended) ?? 'StepFailed';
}

function endNotices({ mail, directories: ends }: End, university: University): Notice[] {
  return [
    ...(mail === 'refused' ? [mailRefused] : []),
    ...(mail === 'throttled' ? [mailThrottled] : []),
    ...(ends ?? []).flatMap(({ directory, outcome }) => {
      const { label } = university.directories[directory];
      if (outcome === 'refused')
        return [
          {
            code: 'directory-refused',
            reason: { fr: `Le compte est refusé : ${label.fr}.`, en: `The account is refused: ${label.en}.` },
            remedy: {
              fr: 'Prévenez le CRI : le refus est définitif tant que personne n’intervient.',
              en: 'Tell the CRI: the refusal is final until somebody steps in.',
            },
          },
        ];
      if (outcome === 'pending')
        return [
          {
            code: 'directory-pending',
            reason: {
              fr: `Le compte attend une réponse : ${label.fr}.`,
              en: `The account waits for an answer: ${label.en}.`,
            },
            remedy: {
              fr: 'Rien à faire : le compte y sera inscrit dès qu’il répondra.',
              en: 'Nothing to do: the account is written there as soon as it answers.',
            },
          },
        ];
      return [];
    }),
  ];
}

const stepFailed: Notice = {
  code: 'step-failed',
  reason: {
    fr: 'Le traitement de cette ligne a échoué de notre côté.',
    en: 'The work on this row failed on our side.',
  },
  remedy: {
    fr: 'Déposez le fichier de nouveau ; si l’échec se répète, donnez le numéro de ce rapport au CRI.',
    en: 'Hand the file over again; if it fails again, give the number of this report to the CRI.',
  },
};

const superseded: Notice = {
  code: 'superseded',
  reason: {
    fr: 'Un dépôt plus récent dit autre chose de ce dossier : c’est lui qui compte.',
    en: 'A later hand-over says something else of this file: that one counts.',
  },
  remedy: { fr: 'Rien à faire, si le plus récent est juste.', en: 'Nothing to do, if the later one is right.' },
};

const askForAnother = {
  fr: 'Demandez une autre adresse à la personne, puis déposez la ligne de nouveau.',
  en: 'Ask the person for another address, then hand the row over again.',
};

const mailRefused: Notice = {
  column: 'personal_email',
  code: 'mail-refused',
  reason: { fr: 'Le courriel à cette adresse a été refusé.', en: 'The mail to this address was refused.' },
  remedy: askForAnother,
};

const addressNotices: Record<AddressTrouble, Notice> = {
  bounced: {
    column: 'personal_email',
    code: 'address-bounced',
    reason: {
      fr: 'Nos courriels à cette adresse nous reviennent : elle n’existe pas ou plus.',
      en: 'Our mails to this address come back to us: it does not exist, or does not any more.',
    },
    remedy: askForAnother,
  },
  complained: {
    column: 'personal_email',
    code: 'address-complained',
    reason: {
      fr: 'Un courriel à cette adresse a été signalé comme indésirable : nous ne pouvons plus y écrire.',
      en: 'A mail to this address was reported as spam: we can write there no more.',
    },
    remedy: askForAnother,
  },
};

/** The address is the person's own affair, and is not shown: no column has it. */
const giveAnother = {
  fr: 'Demandez à la personne d’en donner une autre dans « Mon compte » : déposer la ligne de nouveau n’y change rien.',
  en: 'Ask the person to give another one in “My account”: handing the row over again changes nothing of it.',
};

const recoveryNotices: Record<AddressTrouble, Notice> = {
  bounced: {
    code: 'recovery-bounced',
    reason: {
      fr: 'Nos courriels à l’adresse de récupération que la personne a choisie nous reviennent : elle ne peut plus récupérer son compte.',
      en: 'Our mails to the recovery address that the person chose come back to us: they cannot recover their account any more.',
    },
    remedy: giveAnother,
  },
  complained: {
    code: 'recovery-complained',
    reason: {
      fr: 'Un courriel à l’adresse de récupération que la personne a choisie a été signalé comme indésirable : elle ne peut plus récupérer son compte.',
      en: 'A mail to the recovery address that the person chose was reported as spam: they cannot recover their account any more.',
    },
    remedy: giveAnother,
  },
};

const mailThrottled: Notice = {
  column: 'personal_email',
  code: 'mail-throttled',
  reason: {
    fr: 'Trop de courriels sont partis vers cette adresse : celui-ci n’a pas été envoyé.',
    en: 'Too many mails went to this address: this one was not sent.',
  },
  remedy: {
    fr: 'La personne peut en demander un autre sur la page d’accueil dans quelques minutes.',
    en: 'The person can ask for another one on the first page in a few minutes.',
  },
};
