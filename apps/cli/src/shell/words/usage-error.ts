/** A command line that makes no sense. Whoever knows the command adds how it is used. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  /** Without a message, how the command is used says it all. */
  constructor(message = '') {
    super(message);
  }
}
