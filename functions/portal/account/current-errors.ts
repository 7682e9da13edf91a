import type { Text } from '../../university/university.ts';
import { accountTexts } from './account-texts.ts';

/** What to tell of a current password that was not found right. */
export const currentErrors = {
  wrong: accountTexts.currentWrong,
  'too-often': accountTexts.currentTooOften,
  unknown: accountTexts.currentUnknown,
} as const satisfies Record<string, Text>;
