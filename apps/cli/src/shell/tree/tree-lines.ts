import { baseName, formatHex } from '@zookit/protocol';
import { bytesText, countText } from '../output/amounts.ts';
import type { Style } from '../output/terminal.ts';
import { isEphemeral } from '../subtree/is-ephemeral.ts';
import type { SubtreeNode } from '../subtree/subtree-node.ts';

/** Text in a style, where there are colours. */
export type StyleText = (style: Style, text: string) => string;

/** Draws a subtree, a line for each znode, in the order in which it is read. */
export class TreeLines {
  readonly #style: StyleText;
  readonly #depthMax: number;
  /** What stands in front of the children of each znode on the way down to the present one. */
  readonly #indents: string[] = [''];
  #nodeCount = 0;
  #ephemeralCount = 0;
  #bytes = 0;

  constructor(style: StyleText, depthMax: number) {
    this.#style = style;
    this.#depthMax = depthMax;
  }

  /** The line of the next znode. */
  lineOf(node: SubtreeNode): string {
    this.#count(node);
    const { path, depth, isLast } = node;
    const text = [depth === 0 ? path : baseName(path), ...this.#notesOn(node)].join('  ');
    if (depth === 0) return text;
    const indent = this.#indents[depth - 1] ?? '';
    this.#indents[depth] = indent + (isLast ? '    ' : '│   ');
    return `${this.#style('dim', indent + (isLast ? '└── ' : '├── '))}${text}`;
  }

  /** How much there was. */
  get summary(): string {
    const counts = [
      countText(this.#nodeCount, 'znode'),
      `${this.#ephemeralCount} ephemeral`,
      `${bytesText(this.#bytes)} of data`,
    ];
    return counts.join(', ');
  }

  #count({ stat }: SubtreeNode): void {
    this.#nodeCount++;
    this.#bytes += stat?.dataLength ?? 0;
    if (isEphemeral(stat)) this.#ephemeralCount++;
  }

  #notesOn({ depth, stat, isDenied }: SubtreeNode): string[] {
    const denied = isDenied ? [this.#style('red', 'may not be read')] : [];
    if (stat === undefined) return denied;
    const notes = [this.#style('dim', bytesText(stat.dataLength)), ...denied];
    if (isEphemeral(stat)) notes.push(this.#style('yellow', `ephemeral ${formatHex(stat.ephemeralOwner)}`));
    if ((isDenied || depth >= this.#depthMax) && stat.numChildren > 0) {
      notes.push(this.#style('dim', `+ ${stat.numChildren} ${stat.numChildren === 1 ? 'child' : 'children'}`));
    }
    return notes;
  }
}
