import type { Output, OutputFormat } from './output.ts';
import { toJson } from './to-json.ts';

/** The two streams that a shell prints to. */
export interface Streams {
  /** To standard output. Resolves when more may come. */
  out(text: string): Promise<void> | void;
  /** To standard error. */
  err(text: string): void;
  /** To standard error, as what went wrong. */
  failure(text: string): void;
}

/** Prints to two streams. */
export class StreamOutput implements Output {
  readonly format: OutputFormat;
  readonly #streams: Streams;

  constructor(format: OutputFormat, streams: Streams) {
    this.format = format;
    this.#streams = streams;
  }

  in(format: OutputFormat): Output {
    return new StreamOutput(format, this.#streams);
  }

  write(text: string): Promise<void> | void {
    return this.#streams.out(text);
  }

  line(text: string): Promise<void> | void {
    return this.#streams.out(`${text}\n`);
  }

  json(value: unknown): Promise<void> | void {
    return this.#streams.out(`${toJson(value)}\n`);
  }

  result(text: string | undefined, value: unknown): Promise<void> | void {
    if (this.format === 'json') return this.json(value);
    return text === undefined ? undefined : this.line(text);
  }

  note(text: string): void {
    this.#streams.err(`${text}\n`);
  }

  failure(text: string): void {
    this.#streams.failure(`${text}\n`);
  }
}
