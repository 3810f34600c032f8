/** How results are printed: as Apache's shell does, or as JSON, one value a line. */
export type OutputFormat = 'text' | 'json';

/** Where a command prints. What the methods return is to be awaited in loops: a slow reader holds the command up. */
export interface Output {
  readonly format: OutputFormat;
  /** The same place, in another format. */
  in(format: OutputFormat): Output;
  /** Prints to standard output, as it is. */
  write(text: string): Promise<void> | void;
  /** Prints a line to standard output. */
  line(text: string): Promise<void> | void;
  /** Prints a value as a line of JSON to standard output: bigints as text, bytes in base64. */
  json(value: unknown): Promise<void> | void;
  /** Prints a result in the format that is asked for; in text nothing, not even a line end, for undefined. */
  result(text: string | undefined, value: unknown): Promise<void> | void;
  /** Prints a line to standard error. */
  note(text: string): void;
  /** Prints a line of what went wrong to standard error. */
  failure(text: string): void;
}
