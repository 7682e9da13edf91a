/** Where the product's metrics stand; alarms watch them. */
export const metricNamespace = 'Matricule';

/**
 * What is counted. `MailMaybeRepeated`: a step died between SES's answer and its own record. `MailRefused`: for good.
 * `DirectoryAway`: for a day, told once.
 */
export const metricNames = ['MailMaybeRepeated', 'MailRefused', 'DirectoryAway'] as const;
export type MetricName = (typeof metricNames)[number];
