/** A failure whose message says to the user what is wrong and, where that helps, what would be right. */
export class ShellError extends Error {
  override readonly name = 'ShellError';
  /** What the process ends with if this was the last command. */
  readonly exitCode: number;

  constructor(message: string, options: ErrorOptions & { readonly exitCode?: number } = {}) {
    super(message, options);
    this.exitCode = options.exitCode ?? 1;
  }
}
