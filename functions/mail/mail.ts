/** Sends mail. */
export interface Mail {
  /**
   * @returns `sent` with the provider's id, or `refused` when this message will never be accepted (a malformed address),
   *   with the provider's code, never its text (it quotes addresses).
   *   `not-now` when it throttles: surely not sent.
   * @throws RetryableError when no answer came: whether it was sent is not known. Any other error is the deployment's (an
   *   unverified sender, a paused account) and no matter of this message: surely not sent.
   */
  send(message: Message): Promise<SendResult>;
}

export interface Message {
  /** One address and nothing else (G-03). */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What a message says, before it is known to whom. */
export type Letter = Omit<Message, 'to'>;

export type SendResult =
  | { readonly outcome: 'sent'; readonly messageId: string }
  | { readonly outcome: 'refused'; readonly code: string }
  /** The provider throttles: surely not sent, and welcome later. */
  | { readonly outcome: 'not-now' };
