import type { PlacedNode } from './exported-node.ts';
import { parseHeader, parseNode } from './entry-schema.ts';
import { fileFailure } from './file-failure.ts';
import type { ExportHeader } from './export-header.ts';
import { type JsonPiece, JsonSplitter } from './json-splitter.ts';
import { problemText } from './place-text.ts';

/** The header of an export file, then its znodes, read as they are asked for. */
export async function* readJson(
  text: AsyncIterable<string>,
  file: string,
): AsyncGenerator<ExportHeader | PlacedNode, void, undefined> {
  const splitter = new JsonSplitter();
  let count = 0;
  let hasHead = false;
  for await (const chunk of text) {
    for (const piece of splitter.push(chunk)) {
      if (piece.type === 'element') yield nodeOf(piece, count++, file);
      else yield headerOf(piece.text, `${file}:${piece.line}`);
      hasHead = true;
    }
  }
  if (!splitter.isComplete) {
    throw fileFailure(`${file}:${splitter.line}`, 'the file ends too early: a part of it is missing');
  }
  // What stands behind the list must make sense, too.
  const header = headerOf(splitter.outside, file);
  if (!hasHead) yield header;
}

function headerOf(text: string, place: string): ExportHeader {
  if (/^\s*(?:[a-z#]|---)/iu.test(text)) {
    throw fileFailure(
      place,
      'is no JSON, which begins with {. YAML has a name that ends in .yaml, or takes --format yaml.',
    );
  }
  const result = parseHeader(parse(text, place));
  if ('problem' in result) throw fileFailure(place, problemText(result.problem));
  return { root: result.output.root };
}

function nodeOf({ text, line }: JsonPiece, index: number, file: string): PlacedNode {
  const place = `${file}:${line}`;
  const result = parseNode(parse(text, place));
  if ('problem' in result) throw fileFailure(place, problemText(result.problem, ['znodes', index]));
  return { node: result.output, place };
}

function parse(text: string, place: string): unknown {
  if (text.trim() === '') throw fileFailure(place, 'is no JSON: there is nothing where a value should be');
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw fileFailure(place, `is no JSON: ${error.message}`, error);
  }
}
