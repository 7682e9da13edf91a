/** A row of the form as it was typed, or of a list that was pasted: `''` for what was left empty. */
export interface AskedStay {
  readonly kind: string;
  readonly firstName: string;
  readonly lastName: string;
  /** `''` for a guest who is handed a card. */
  readonly mail: string;
  readonly reason: string;
  /** `YYYY-MM-DD`. */
  readonly startsOn: string;
  readonly endsOn: string;
  /** Of those that may be asked for (`servicesOnRequest`); what every account of the kind opens need not be named. */
  readonly services: readonly string[];
}

export type StayProblemCode =
  | 'required'
  | 'too-long'
  | 'control-character'
  /** No login can be made of the names. */
  | 'no-letters'
  | 'malformed-address'
  /** An address of the university: its mailbox opens with an account. */
  | 'address-inside'
  | 'not-a-date'
  | 'in-the-past'
  /** More than a year from today. */
  | 'too-far-ahead'
  | 'end-before-start'
  /** Of the end: `latestEnd` of the kind and the start. */
  | 'stay-too-long'
  | 'unknown'
  /** A service that accounts of this kind are never given. */
  | 'never-granted'
  /** A local account is asked for by ISIMA or LIMOS staff. */
  | 'not-a-contact'
  /** The same as an earlier row of the form. */
  | 'repeated';

export interface StayProblem {
  /** From 0. */
  readonly row: number;
  readonly field: keyof AskedStay;
  readonly code: StayProblemCode;
}
