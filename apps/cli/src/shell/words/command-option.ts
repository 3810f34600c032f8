/** An option of a command, or of the shell itself. */
export interface CommandOption {
  /** Without dashes: a letter (`-s`), or a word, which takes one dash or two (`-members`, `--members`). */
  readonly name: string;
  /** What its value is called in help texts; undefined for a switch. */
  readonly value?: string | undefined;
  /** What it does, in a few words. */
  readonly description: string;
  /** All values that it may have. */
  readonly choices?: readonly string[] | undefined;
}

/** How an option is written. */
export function writtenOption({ name }: CommandOption): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}
