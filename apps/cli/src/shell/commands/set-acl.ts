import type { Acl } from '@zookit/client';
import { isZooKeeperError, type ZooKeeperError } from '@zookit/protocol';
import type { Command } from '../command.ts';
import type { CommandContext } from '../command-context.ts';
import { zooKeeperErrorText } from '../failure/zookeeper-error-text.ts';
import { statLines, statValue } from '../output/stat-lines.ts';
import { parseAcl } from './acl-argument.ts';
import { versionOf } from './number-argument.ts';
import { subtree } from './subtree.ts';

/** `setAcl`, which sets the ACL of a znode. */
export const setAcl: Command = {
  name: 'setAcl',
  usage: '[-s] [-v version] [-R] path acl',
  summary: 'Sets who may do what with a znode.',
  details: `
An ACL is scheme:id:permissions, several of them joined by commas; the permissions are letters of cdrwa: create, delete, read,
write, admin. auth::cdrwa stands for whom "addauth" has named.`,
  examples: ['setAcl /app world:anyone:r', 'setAcl -R /app auth::cdrwa', 'setAcl /app digest:user:HASH:cdrwa'],
  options: [
    { name: 's', description: 'Print znode stats additionally' },
    { name: 'v', value: 'version', description: 'Set only if the ACL has this version' },
    { name: 'R', description: 'Set it in the whole subtree' },
  ],
  words: [
    { name: 'path', kind: 'path' },
    { name: 'acl', kind: 'text' },
  ],
  async run(context, given) {
    const [path = '', text = ''] = given.words;
    const acl = await parseAcl(text);
    const version = versionOf(given.value('v'));
    if (given.has('R')) return setAll(context, path, acl, version);
    const stat = await context.client.setAcl(path, acl, { version, signal: context.signal });
    await context.output.result(given.has('s') ? statLines(stat) : undefined, { path, stat: statValue(stat) });
  },
};

/** Goes on where it may not set one, or not see what is below. All is listed first: what is set may forbid to list. */
async function setAll(
  context: CommandContext,
  root: string,
  acl: readonly Acl[],
  version: number | undefined,
): Promise<void> {
  const { client, shell, output, terminal, signal } = context;
  const progress = terminal.progress('Setting ACLs');
  const denied = new Map<string, ZooKeeperError>();
  const paths: string[] = [];
  for await (const path of subtree(client, root, signal, (below, error) => denied.set(below, error))) paths.push(path);
  for (const [index, path] of paths.entries()) {
    progress.update(index, paths.length, path);
    const failure = (await setOne(path)) ?? denied.get(path);
    if (failure === undefined) continue;
    output.failure(zooKeeperErrorText(failure));
    shell.markFailed();
  }
  progress.end();

  async function setOne(path: string): Promise<ZooKeeperError | undefined> {
    try {
      const stat = await client.setAcl(path, acl, { version, signal });
      await output.result(undefined, { path, stat: statValue(stat) });
      return undefined;
    } catch (error) {
      if (signal.aborted || !isZooKeeperError(error)) throw error;
      return error;
    }
  }
}
