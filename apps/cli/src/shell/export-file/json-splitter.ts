/** A piece of a JSON text, with the line that it begins in, from 1. */
export interface JsonPiece {
  /** `head`: what stands in front of the list, made whole. `element`: one value of it. */
  readonly type: 'head' | 'element';
  readonly text: string;
  readonly line: number;
}

/** Where the scan is, seen from the list. */
type Phase = 'before' | 'inside' | 'behind';

/**
 * Takes the text of an object apart, of which one member is a long list: into the values of that list. The text may come in
 * any chunks and have any layout; what is inside the pieces is for others to check. What is held is one value.
 */
export class JsonSplitter {
  #phase: Phase = 'before';
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  #elementCount = 0;
  #line = 1;
  #pieceLine = 1;
  /** Of the piece that has begun. */
  #text = '';
  #head = '';

  /** The line that was reached. */
  get line(): number {
    return this.#line;
  }

  /** Whether everything that was opened is closed. */
  get isComplete(): boolean {
    return this.#depth <= 0 && !this.#isInString;
  }

  /** What stands outside the list, with the list left empty. */
  get outside(): string {
    return this.#head + this.#text;
  }

  /** Takes in the next chunk, and hands over the pieces that end in it. */
  push(chunk: string): JsonPiece[] {
    const pieces: JsonPiece[] = [];
    let start = 0;
    for (let index = 0; index < chunk.length; index++) {
      const char = chunk[index]!;
      if (char === '\n') this.#line++;
      if (!this.#endsPiece(char)) continue;
      // The brackets of the list stand outside it, its commas nowhere.
      const end = this.#phase === 'before' ? index + 1 : index;
      const piece = this.#endPiece(this.#text + chunk.slice(start, end), char);
      if (piece !== undefined) pieces.push(piece);
      start = char === ']' ? index : index + 1;
    }
    this.#text += chunk.slice(start);
    return pieces;
  }

  #endsPiece(char: string): boolean {
    if (this.#isInString) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (char === '\\') this.#isEscaped = true;
      else if (char === '"') this.#isInString = false;
      return false;
    }
    switch (char) {
      case '"':
        this.#isInString = true;
        return false;
      case '{':
      case '[':
        return ++this.#depth === 2 && char === '[' && this.#phase === 'before';
      case '}':
      case ']':
        return --this.#depth === 1 && char === ']' && this.#phase === 'inside';
      case ',':
        return this.#depth === 2 && this.#phase === 'inside';
      default:
        return false;
    }
  }

  #endPiece(text: string, char: string): JsonPiece | undefined {
    const line = this.#pieceLine + (/^\s*/u.exec(text)?.[0].split('\n').length ?? 1) - 1;
    this.#text = '';
    this.#pieceLine = this.#line;
    if (this.#phase === 'before') {
      this.#phase = 'inside';
      this.#head = text;
      return { type: 'head', text: `${text}]}`, line };
    }
    if (char === ']') this.#phase = 'behind';
    // An empty list has no value; between two commas one is missing.
    if (char === ']' && this.#elementCount === 0 && text.trim() === '') return undefined;
    this.#elementCount++;
    return { type: 'element', text, line };
  }
}
