import { ErrorCode, isZooKeeperError } from '@zookit/protocol';
import type { Command } from '../command.ts';
import type { CommandContext } from '../command-context.ts';
import { ShellError } from '../failure/shell-error.ts';
import { zooKeeperErrorText } from '../failure/zookeeper-error-text.ts';
import { integerOf } from './number-argument.ts';
import { subtree } from './subtree.ts';

const BATCH_SIZE = 1000;

/** `deleteall`, which deletes a subtree. */
export const deleteall: Command = {
  name: 'deleteall',
  usage: 'path [-b batch size]',
  summary: 'Deletes a znode and all below it.',
  options: [
    { name: 'b', value: 'batch size', description: 'How many deletes are under way at a time, 1000 if not given' },
  ],
  words: [{ name: 'path', kind: 'path' }],
  async run(context, given) {
    const [path = ''] = given.words;
    const batchSize = integerOf(given.value('b') ?? String(BATCH_SIZE), '-b argument must be an int value');
    await deleteSubtree(context, path, Math.max(1, batchSize));
  },
};

/** `rmr`, which Apache ZooKeeper had until 3.5. */
export const rmr: Command = {
  name: 'rmr',
  usage: 'path',
  summary: 'The older name of "deleteall".',
  options: [],
  words: deleteall.words,
  isHidden: true,
  async run(context, given) {
    const [path = ''] = given.words;
    if (context.output.format === 'text') {
      context.output.note("The command 'rmr' has been deprecated. Please use 'deleteall' instead.");
    }
    await deleteSubtree(context, path, BATCH_SIZE);
  },
};

async function deleteSubtree(context: CommandContext, root: string, batchSize: number): Promise<void> {
  const { client, output, terminal, signal } = context;
  const progress = terminal.progress('Deleting');
  const paths: string[] = [];
  try {
    for await (const path of subtree(client, root, signal)) paths.push(path);
    paths.reverse();
    for (let done = 0; done < paths.length; done += batchSize) {
      progress.update(done, paths.length);
      await deleteBatch(context, paths.slice(done, done + batchSize));
    }
  } finally {
    progress.end();
  }
  await output.result(undefined, { path: root, deleted: paths.length });
}

/** Sent in order, children first, so that each is carried out behind those below it. */
async function deleteBatch({ client, signal }: CommandContext, paths: readonly string[]): Promise<void> {
  const results = await Promise.allSettled(paths.map((path) => client.delete(path, { signal })));
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  const failure = failures.find((error) => !isZooKeeperError(error, ErrorCode.NoNode));
  if (failure === undefined) return;
  const reason = isZooKeeperError(failure) ? `\n${zooKeeperErrorText(failure)}` : '';
  throw new ShellError(`Failed to delete some node(s) in the subtree!${reason}`, { cause: failure });
}
