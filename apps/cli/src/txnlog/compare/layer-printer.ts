import { pairText, thresholdsLine, type ComparisonTextOptions } from '../formats/comparison-text.ts';
import type { ToolIo } from '../tool-io.ts';
import type { Comparison } from './comparison.ts';
import type { Pair } from './pairs.ts';

const PROMPT = `- Press enter to move to print current depth layer;
- Type a number to jump to and print all nodes at a given depth;
- Enter an ABSOLUTE path to print the immediate subtree of a node. Path must start with '/'.
`;

/** Prints a comparison depth by depth, as Apache's SnapshotComparer does. */
export class LayerPrinter {
  readonly #comparison: Comparison;
  readonly #options: ComparisonTextOptions;
  readonly #io: ToolIo;

  constructor(comparison: Comparison, options: ComparisonTextOptions, io: ToolIo) {
    this.#comparison = comparison;
    this.#options = options;
    this.#io = io;
  }

  /** Prints everything. Resolves to whether there is a difference. */
  async printAll(): Promise<boolean> {
    let isDifferent = false;
    await this.#io.out(thresholdsLine(this.#comparison.thresholds));
    for (let depth = 0; depth < this.#comparison.depthCount; depth++) {
      await this.#io.out(`Analysis for depth ${depth}\n`);
      if (await this.#printPairs(this.#comparison.atDepth(depth))) isDifferent = true;
    }
    await this.#io.out('All layers compared.\n');
    return isDifferent;
  }

  /** Lets the user say what to print, until the last depth is printed or nothing more is said. */
  async walk(): Promise<void> {
    let depth = 0;
    while (depth < this.#comparison.depthCount) {
      const answer = await this.#io.ask(`Current depth is ${depth}\n${PROMPT}`);
      if (answer === undefined) return;
      await this.#io.out(thresholdsLine(this.#comparison.thresholds));
      depth = await this.#follow(answer.trim(), depth);
    }
    await this.#io.out('All layers compared.\n');
  }

  /** Does what the user said at a depth. Resolves to the next one. */
  async #follow(answer: string, depth: number): Promise<number> {
    if (answer === '') {
      await this.#printLayer(depth);
      return depth + 1;
    }
    if (/^[+-]?\d+$/u.test(answer)) return await this.#jump(Number(answer), depth);
    if (answer.startsWith('/')) await this.#printBelow(answer);
    else await this.#io.out(`Input ${answer} is not valid. ${this.#rule}. ${PATH_RULE}\n\n`);
    return depth;
  }

  async #jump(chosen: number, depth: number): Promise<number> {
    if (chosen < 0 || chosen >= this.#comparison.depthCount) {
      await this.#io.out(`${this.#rule}\n`);
      return depth;
    }
    await this.#printLayer(chosen);
    return chosen;
  }

  get #rule(): string {
    return `Depth must be in range [0, ${this.#comparison.depthCount - 1}]`;
  }

  async #printLayer(depth: number): Promise<void> {
    await this.#io.out(`Analysis for depth ${depth}\n`);
    await this.#printPairs(this.#comparison.atDepth(depth));
    await this.#io.out('\n');
  }

  async #printBelow(path: string): Promise<void> {
    await this.#io.out(`Analysis for node ${path}\n`);
    const pairs = this.#comparison.below(path);
    if (pairs === undefined) await this.#io.out(`Path ${path} is neither found in left tree nor right tree.\n`);
    else await this.#printPairs(pairs);
    await this.#io.out('\n');
  }

  /** Resolves to whether one of them is a difference. */
  async #printPairs(pairs: Iterable<Pair>): Promise<boolean> {
    let isDifferent = false;
    for (const pair of pairs) {
      await this.#io.out(pairText(pair, this.#comparison, this.#options));
      if (this.#comparison.isDifferent(pair)) isDifferent = true;
    }
    return isDifferent;
  }
}

const PATH_RULE = "Path must be an absolute path which starts with '/'.";
