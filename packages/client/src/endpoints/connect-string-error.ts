/** A connect string can't be understood. The message says what is wrong, and what would be right. */
export class ConnectStringError extends Error {
  override readonly name = 'ConnectStringError';
  /** The part that was not understood. */
  readonly text: string;

  constructor(text: string, problem: string, remedy: string) {
    super(`connect string: ${JSON.stringify(text)} ${problem}; ${remedy}`);
    this.text = text;
  }
}
