/** What the adapter says of a request besides the request itself. */
export interface RequestFacts {
  /** Under which the logs of this request are found. */
  readonly requestId: string;
  /** As the trusted hop saw it, never as a header says (D-08). */
  readonly clientAddress: string | undefined;
}
