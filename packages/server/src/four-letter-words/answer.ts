import type { ServerView } from '../server-view.ts';
import { fourLetterWordOf, TELNET_CLOSE } from './word-code.ts';
import { fourLetterWords } from './words.ts';

/**
 * Answers the four-letter word that the first four bytes of a connection make, read as a big-endian integer. An empty text
 * closes the connection without a byte. Undefined when the bytes are no word that is known.
 */
export function answerFourLetterWord(firstBytes: number, view: ServerView): string | undefined {
  const name = fourLetterWordOf(firstBytes);
  if (name === undefined || name === TELNET_CLOSE) return name && '';
  if (!isAllowed(name, view)) return `${name} is not executed because it is not in the whitelist.\n`;
  const word = fourLetterWords.get(name)!;
  if (!view.isServing && word.whenNotServing !== undefined) return word.whenNotServing;
  return word.answer(view);
}

function isAllowed(name: string, { config }: ServerView): boolean {
  return config.fourLetterWords === '*' || config.fourLetterWords.has(name);
}
