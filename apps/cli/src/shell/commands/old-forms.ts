import type { Watcher } from '@zookit/client';
import type { CommandContext } from '../command-context.ts';
import type { Output } from '../output/output.ts';
import type { ParsedWords } from '../words/parsed-words.ts';

/** What prints the event, where a watch is asked for: by `-w`, or by a second word, as until Apache ZooKeeper 3.4. */
export function watcherFor({ shell }: CommandContext, given: ParsedWords): Watcher | undefined {
  return given.has('w') || given.words.length > 1 ? shell.watcher : undefined;
}

/** Says that a form is old, in the words of Apache's shell. */
export function deprecated(output: Output, old: string, current: string): void {
  if (output.format === 'text') output.note(`'${old}' has been deprecated. Please use '${current}' instead.`);
}
