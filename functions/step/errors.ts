// A state machine matches errors by name and Lambda reports error.name, so the name is a
// literal: a minified or renamed class must not change what a workflow retries.

/** The same attempt may succeed later. It is the only error of ours that a workflow retries. */
export class RetryableError extends Error {
  static readonly errorName = 'RetryableError';
  override readonly name = RetryableError.errorName;
}

/** A step was given, or was about to return, something that its contract does not allow. Names fields, never values. */
export class ContractError extends Error {
  static readonly errorName = 'ContractError';
  override readonly name = ContractError.errorName;
}
