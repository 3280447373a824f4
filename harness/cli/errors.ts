/** Wrong usage; the message is one sentence for the user. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The user, or a signal, ended a run that has nothing to show before it is whole. Exit code 130. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Something that the chosen run needs is not installed; the message says what and how to get it. Exit code 4. */
export class PrerequisiteMissing extends Error {
  override readonly name = 'PrerequisiteMissing';
}
