/** Where the product's metrics stand; alarms watch them. */
export const metricNamespace = 'Matricule';

/**
 * What is counted. `MailMaybeRepeated`: a step died between SES's answer and its own record. `MailRefused`: for good.
 * `DirectoryAway`: for a day, told once. `DirectoryWorkBroken`: an account could not be written though the directory answers.
 */
export const metricNames = ['MailMaybeRepeated', 'MailRefused', 'DirectoryAway', 'DirectoryWorkBroken'] as const;
export type MetricName = (typeof metricNames)[number];
