/** Wrong usage; the message is one sentence for the user. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Something that the chosen run needs is not installed; the message says what and how to get it. Exit code 4. */
export class PrerequisiteMissing extends Error {
  override readonly name = 'PrerequisiteMissing';
}
