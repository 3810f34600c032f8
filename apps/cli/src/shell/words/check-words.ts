import type { Command, CommandWord } from '../command.ts';
import { checkPath } from '../failure/path-failure.ts';
import type { ParsedWords } from './parsed-words.ts';
import { UsageError } from './usage-error.ts';

/** Throws if words are missing, too many, no valid paths, or none of those that there may be. */
export function checkWords({ words }: Command, given: ParsedWords): void {
  const required = words.filter(({ isOptional }) => isOptional !== true).length;
  if (given.words.length < required) throw new UsageError();
  const isOpen = words.at(-1)?.isRepeatable === true;
  const surplus = given.words[words.length];
  if (surplus !== undefined && !isOpen)
    throw new UsageError(`One word too many: ${surplus}; quotes keep words together`);
  given.words.forEach((word, index) => checkWord(words[Math.min(index, words.length - 1)]!, word));
}

function checkWord({ name, kind, choices, isUnchecked }: CommandWord, word: string): void {
  if (isUnchecked === true) return;
  if (kind === 'path') checkPath(word);
  if (choices !== undefined && !choices.includes(word)) {
    throw new UsageError(`${name} is one of ${choices.join(', ')}, not ${word}`);
  }
}
