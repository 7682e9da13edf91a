/** What became of a row. Every row of an export has exactly one (H-01). */
export const rowOutcomes = [
  'Onboarded',
  'AlreadyOnboarded',
  'FileIncomplete',
  'FileRejected',
  /** The file says what it said, and was dealt with before. */
  'Unchanged',
  /** A later export of the office, worked on at the same time, has said something else. */
  'Superseded',
  /** An earlier line of the same export says exactly the same. */
  'Repeated',
  /** Held: nothing was changed, since somebody else may be meant. */
  'IdentityChanged',
  /** Not a row that says something of a person. */
  'RowRejected',
  /** Stored, but its onboarding broke. */
  'StepFailed',
  /** Its chunk broke, or never ran. */
  'NotProcessed',
] as const;
export type RowOutcome = (typeof rowOutcomes)[number];
