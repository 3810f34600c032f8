import type { Command, CommandWord } from '../command.ts';
import { type CommandOption, writtenOption } from '../words/command-option.ts';
import { commonOptions } from '../words/common-options.ts';
import { splitLine } from '../words/split-line.ts';

/** What completion can look up. */
export interface CompletionSources {
  readonly commands: readonly Command[];
  /** The names of a znode's children; none if it cannot be told. */
  readonly children: (path: string) => Promise<readonly string[]>;
  /** The paths of files that begin with `text`. */
  readonly files: (text: string) => Promise<readonly string[]>;
}

/** Ways to go on with a line whose part before the cursor is `text`, sorted, and the part of it that they replace. */
export async function complete(text: string, sources: CompletionSources): Promise<readonly [string[], string]> {
  const word = /(?:["'][^"']*|\S*)$/u.exec(text)?.[0] ?? '';
  const before = splitLine(text.slice(0, text.length - word.length));
  const hits = await hitsFor(word.replace(/^["']/u, ''), before, sources);
  const quote = /^["']/u.exec(word)?.[0] ?? (hits.some((hit) => hit.includes(' ')) ? '"' : '');
  const written = hits.map((hit) => quote + hit).sort();
  // A path may go on.
  const isWhole = written.length === 1 && quote === '' && !written[0]!.includes('/');
  return [isWhole ? [`${written[0]!} `] : written, word];
}

async function hitsFor(word: string, before: readonly string[], sources: CompletionSources): Promise<string[]> {
  const [name, ...rest] = before;
  const shown = sources.commands.filter(({ isHidden }) => isHidden !== true);
  if (name === undefined)
    return beginningWith(
      word,
      shown.map((command) => command.name),
    );
  const command = sources.commands.find((one) => one.name === name);
  if (command === undefined) return word.startsWith('/') ? paths(word, sources) : [];
  const options = [...command.options, ...commonOptions(command)];
  const asked = optionBefore(rest, options);
  if (asked !== undefined) return beginningWith(word, asked.choices ?? []);
  if (word.startsWith('-'))
    return beginningWith(
      word,
      options.map((option) => writtenLike(word, option)),
    );
  return hitsForWord(word, wordAt(command, rest, options), sources);
}

async function hitsForWord(word: string, kind: CommandWord | undefined, sources: CompletionSources): Promise<string[]> {
  if (kind?.choices !== undefined) return beginningWith(word, kind.choices);
  if (kind?.kind === 'command')
    return beginningWith(
      word,
      sources.commands.map(({ name }) => name),
    );
  if (kind?.kind === 'file') return [...(await sources.files(word))];
  if (kind?.kind === 'path' || word.startsWith('/')) return word === '' ? ['/'] : paths(word, sources);
  return [];
}

async function paths(word: string, sources: CompletionSources): Promise<string[]> {
  if (!word.startsWith('/')) return [];
  const end = word.lastIndexOf('/');
  const names = await sources.children(end === 0 ? '/' : word.slice(0, end));
  return beginningWith(
    word,
    names.map((name) => word.slice(0, end + 1) + name),
  );
}

/** The option that the word before waits for a value of. */
function optionBefore(rest: readonly string[], options: readonly CommandOption[]): CommandOption | undefined {
  const name = /^--?(.+)$/u.exec(rest.at(-1) ?? '')?.[1];
  return options.find((option) => option.name === name && option.value !== undefined);
}

/** Which of the command's words comes next. */
function wordAt(command: Command, rest: readonly string[], options: readonly CommandOption[]): CommandWord | undefined {
  const plain = rest.filter(
    (word, index) => !/^-\D/u.test(word) && optionBefore(rest.slice(0, index), options) === undefined,
  );
  return (
    command.words[plain.length] ?? (command.words.at(-1)?.isRepeatable === true ? command.words.at(-1) : undefined)
  );
}

/** With as many dashes as were typed. */
function writtenLike(word: string, option: CommandOption): string {
  const isSingle = word.startsWith('-') && !word.startsWith('--') && word.length > 1;
  return isSingle ? `-${option.name}` : writtenOption(option);
}

function beginningWith(word: string, candidates: readonly string[]): string[] {
  return candidates.filter((candidate) => candidate.startsWith(word));
}
