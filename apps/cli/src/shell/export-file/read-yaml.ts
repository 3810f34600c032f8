import type { Document, LineCounter } from 'yaml';
import type { PlacedNode } from './exported-node.ts';
import { type Parsed, parseHeader, parseNode } from './entry-schema.ts';
import { fileFailure } from './file-failure.ts';
import type { ExportHeader } from './export-header.ts';
import { problemText } from './place-text.ts';

type Keys = readonly (string | number)[];

/** The header of an export file, then its znodes. Unlike JSON, YAML is held as a whole. */
export async function* readYaml(
  text: AsyncIterable<string>,
  file: string,
): AsyncGenerator<ExportHeader | PlacedNode, void, undefined> {
  const { LineCounter: Counter, parseDocument } = await import('yaml');
  const lines = new Counter();
  let whole = '';
  for await (const chunk of text) whole += chunk;
  const document = parseDocument(whole, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    throw fileFailure(placeAt(error.pos[0], lines, file), `is no YAML: ${error.message}`, error);
  }
  const placeOf = (keys: Keys): string => placeAt(startOf(document, keys), lines, file);
  const value: unknown = document.toJS();
  const header = checked(parseHeader(value), [], placeOf);
  yield { root: header.root };
  for (const [index, entry] of header.znodes.entries()) {
    const keys = ['znodes', index];
    yield { node: checked(parseNode(entry), keys, placeOf), place: placeOf(keys) };
  }
}

function checked<Output>(result: Parsed<Output>, above: Keys, placeOf: (keys: Keys) => string): Output {
  if ('output' in result) return result.output;
  throw fileFailure(placeOf([...above, ...result.problem.keys]), problemText(result.problem, above));
}

/** Where the value at `keys` begins; of what is missing, where it should be. */
function startOf(document: Document, keys: Keys): number | undefined {
  for (let length = keys.length; length >= 0; length--) {
    const part = length === 0 ? document.contents : document.getIn(keys.slice(0, length), true);
    const range = (part as { readonly range?: readonly number[] | null } | undefined)?.range;
    if (range) return range[0];
  }
  return undefined;
}

function placeAt(offset: number | undefined, lines: LineCounter, file: string): string {
  if (offset === undefined) return file;
  const { line, col } = lines.linePos(offset);
  return line === 0 ? file : `${file}:${line}:${col}`;
}
