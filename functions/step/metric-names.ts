/** Where the product's metrics stand; alarms watch them. */
export const metricNamespace = 'Matricule';

/**
 * What is counted. `MailMaybeRepeated`: a step died between SES's answer and its own record. `MailRefused`: for good.
 * `DirectoryAway`: for a day, told once. `DirectoryWorkBroken`: an account could not be written though the directory answers.
 * `RecoveryFlood`: a link was asked for once more in an hour in which far more were than people forget; `ClaimFlood`: the form of
 * the first time was sent once more in one in which it was sent far more often than people come. `SignInRefused`. Of a night:
 * `CleanupDue`: accounts with something due. `CleanupHeld`: ends that wait for a person. `CleanupLeft`: what was due and
 * still is. `MissedSchedules`: ends that a schedule should have brought before. `ReconcileDiffers`: what a directory and the
 * table say differently, `ReconcileUnsure`: of that, what nobody may mend by itself.
 */
export type MetricName =
  | 'MailMaybeRepeated'
  | 'MailRefused'
  | 'DirectoryAway'
  | 'DirectoryWorkBroken'
  | 'RecoveryFlood'
  | 'ClaimFlood'
  | 'SignInRefused'
  | 'CleanupDue'
  | 'CleanupHeld'
  | 'CleanupLeft'
  | 'MissedSchedules'
  | 'ReconcileDiffers'
  | 'ReconcileUnsure';
