import type { Output } from '../output/output.ts';

const ENTER = '\u001B[?1049h\u001B[?25l';
const LEAVE = '\u001B[?25h\u001B[?1049l';
const HOME = '\u001B[H';
const CLEAR_LINE_END = '\u001B[K';
const CLEAR_BELOW = '\u001B[J';

/** The terminal's other screen, which leaves what was on it untouched. Disposing of it brings that back. */
export class Screen implements AsyncDisposable {
  readonly #output: Output;

  private constructor(output: Output) {
    this.#output = output;
  }

  static async enter(output: Output): Promise<Screen> {
    await output.write(ENTER);
    return new Screen(output);
  }

  /** Shows lines in place of those before, without flicker; cut to the width. */
  async show(
    lines: readonly string[],
    { columns, rows }: { readonly columns: number; readonly rows: number },
  ): Promise<void> {
    const shown = lines.slice(0, rows).map((line) => line.slice(0, columns) + CLEAR_LINE_END);
    await this.#output.write(HOME + shown.join('\r\n') + CLEAR_BELOW);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#output.write(LEAVE);
  }
}
