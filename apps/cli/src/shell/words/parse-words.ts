import { nearest } from '../failure/nearest.ts';
import { type CommandOption, writtenOption } from './command-option.ts';
import { ParsedWords } from './parsed-words.ts';
import { UsageError } from './usage-error.ts';

const NUMBER = /^-\d/;

/** How words are taken apart. */
export interface ParseOptions {
  /** Whether options end at the first word that is none, as those of the shell do where a command begins. */
  readonly endsAtWord?: boolean;
}

/**
 * Takes options out of words, wherever they stand, until `--`. Source: Apache's shell, by way of Commons CLI: `-sw` is `-s -w`,
 * `-v5` is `-v 5`, words may have one dash or two, a value may follow behind `=`, and `-1` is no option.
 * Throws {@link UsageError}.
 */
export function parseWords(
  words: readonly string[],
  options: readonly CommandOption[],
  { endsAtWord = false }: ParseOptions = {},
): ParsedWords {
  const found = new Map<string, string[]>();
  const rest: string[] = [];
  const queue = [...words];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === '--') {
      rest.push(...queue);
      break;
    }
    if (isOption(word)) takeOption(word, queue, options, found);
    else rest.push(word, ...(endsAtWord ? queue.splice(0) : []));
  }
  return new ParsedWords(rest, found);
}

function isOption(word: string): boolean {
  return word.length > 1 && word.startsWith('-') && !NUMBER.test(word);
}

function takeOption(
  word: string,
  queue: string[],
  options: readonly CommandOption[],
  found: Map<string, string[]>,
): void {
  const [name, inline] = splitAtEquals(word.replace(/^--?/u, ''));
  const option = options.find((one) => one.name === name);
  if (option !== undefined) return note(option, inline ?? valueOf(option, queue), found);
  if (word.startsWith('--')) throw unknownOption(word, options);
  takeLetters(word, queue, options, found);
}

/** `-sw`, or `-v5`. */
function takeLetters(
  word: string,
  queue: string[],
  options: readonly CommandOption[],
  found: Map<string, string[]>,
): void {
  for (let index = 1; index < word.length; index++) {
    const option = options.find((one) => one.name === word[index]);
    if (option === undefined) throw unknownOption(word, options);
    const behind = word.slice(index + 1);
    if (option.value !== undefined && behind !== '') return note(option, behind.replace(/^=/u, ''), found);
    note(option, valueOf(option, queue), found);
  }
}

function note(option: CommandOption, value: string, found: Map<string, string[]>): void {
  if (option.choices !== undefined && option.value !== undefined && !option.choices.includes(value)) {
    throw new UsageError(`${writtenOption(option)} is one of ${option.choices.join(', ')}, not ${value}`);
  }
  found.set(option.name, [...(found.get(option.name) ?? []), value]);
}

function valueOf(option: CommandOption, queue: string[]): string {
  if (option.value === undefined) return '';
  const value = queue.shift();
  if (value !== undefined) return value;
  throw new UsageError(`Missing argument for option: ${option.name}`);
}

function splitAtEquals(text: string): readonly [string, string | undefined] {
  const index = text.indexOf('=');
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}

function unknownOption(word: string, options: readonly CommandOption[]): UsageError {
  const meant = nearest(word, options.map(writtenOption));
  return new UsageError(`Unrecognized option: ${word}${meant === undefined ? '' : `; did you mean ${meant}?`}`);
}
