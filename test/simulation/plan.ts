import type { HandedOver } from '../../functions/file/file.ts';
import type { StayKind } from '../../functions/request/request.ts';
import type { OfficeName, ServiceName } from '../../functions/university/university.ts';

/** What an office, or a sponsor, knows of one person: it becomes one account at a time. */
export interface Life {
  readonly key: string;
  readonly office: OfficeName;
  readonly address: string;
  /** Some never choose a password. */
  readonly activates: boolean;
  /** Days between the mail and the choice. */
  readonly dallies: number;
}

/** A guest, and what is going to be made of the stay. */
export interface PlannedStay {
  readonly life: Life;
  readonly kind: StayKind;
  readonly firstName: string;
  readonly lastName: string;
  readonly services: readonly ServiceName[];
  readonly endsOn: string;
  /** Where the CRI decides: after so many days. */
  readonly decision: { readonly after: number; readonly declined: boolean };
  /** A later end is asked for, so many days before the one that holds; of the CRI where it decides. */
  readonly extension?: { readonly before: number; readonly days: number; readonly declined: boolean };
  /** Ended by the sponsor so many days after the guest has come; some take it back the same afternoon. */
  readonly end?: { readonly after: number; readonly undone: boolean };
  /** Offered to a colleague so many days after it was asked for. */
  readonly offer?: { readonly after: number; readonly accepted: boolean };
}

export type Event =
  /** `lost`: the file is stored, and nothing runs for it. */
  | { readonly what: 'file'; readonly life: Life; readonly row: HandedOver; readonly lost?: true }
  | { readonly what: 'activate'; readonly life: Life }
  /** The person needs the account no more, from so many days on. */
  | { readonly what: 'end'; readonly life: Life; readonly days: number }
  | { readonly what: 'undo'; readonly life: Life }
  /** One form of a sponsor, with several guests at times. */
  | { readonly what: 'ask'; readonly stays: readonly PlannedStay[] }
  /** What is done to a stay later: by the CRI, the sponsor, and the colleague that it was offered to. */
  | { readonly what: StayEvent; readonly life: Life };
export type StayEvent = 'decide' | 'extend' | 'end-stay' | 'undo-stay' | 'offer' | 'answer';

export interface Plan {
  readonly people: number;
  /** `YYYY-MM-DD`, of the first day and the last one. */
  readonly from: string;
  readonly to: string;
  /** By day. */
  readonly events: ReadonlyMap<string, readonly Event[]>;
}

/** Ends that are a day of 23 or 25 hours, or of a leap year. */
export const oddDays = [
  ...['2026-10-25', '2027-03-28', '2027-10-31', '2028-02-28', '2028-02-29', '2028-03-26', '2028-10-29'],
  ...['2029-03-25', '2029-10-28', '2030-03-31'],
];
