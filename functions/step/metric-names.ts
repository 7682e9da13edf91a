/** Where the product's metrics stand; alarms watch them. */
export const metricNamespace = 'Matricule';

/**
 * What is counted. `MailMaybeRepeated`: a step died between SES's answer and its own record. `MailRefused`: for good.
 * `DirectoryAway`: for a day, told once. `DirectoryWorkBroken`: an account could not be written though the directory answers.
 * `RecoveryFlood`: a link was asked for once more in an hour in which far more were than people forget.
 */
export const metricNames = [
  'MailMaybeRepeated',
  'MailRefused',
  'DirectoryAway',
  'DirectoryWorkBroken',
  'RecoveryFlood',
] as const;
export type MetricName = (typeof metricNames)[number];
