import { readFile } from 'node:fs/promises';
import type { Command } from '../command.ts';
import { readFailure } from '../failure/file-access.ts';
import { ShellError } from '../failure/shell-error.ts';
import { statLines, statValue } from '../output/stat-lines.ts';
import type { ParsedWords } from '../words/parsed-words.ts';
import { UsageError } from '../words/usage-error.ts';

const MIXED =
  "Can't use -file or -members together with -add or -remove (mixing incremental and non-incremental modes is not allowed)";
const TWICE = "Can't use -file and -members together (conflicting non-incremental modes)";

type Change =
  { readonly add?: readonly string[]; readonly remove?: readonly number[] } | { readonly members: readonly string[] };

/** `reconfig`, which changes the servers of the ensemble. */
export const reconfig: Command = {
  name: 'reconfig',
  usage:
    '[-s] [-v version] [[-file path] | [-members serverID=host:port1:port2;port3[,...]*]] | ' +
    '[-add serverId=host:port1:port2;port3[,...]]* [-remove serverId[,...]*]',
  summary: "Changes the ensemble's servers.",
  examples: ['reconfig -add "server.4=zk4:2888:3888;2181"', 'reconfig -remove 4'],
  options: [
    { name: 's', description: 'Print znode stats additionally' },
    { name: 'v', value: 'version', description: 'Only if the configuration has this version, in hexadecimal' },
    { name: 'file', value: 'path', description: 'A file with all servers of the new configuration' },
    { name: 'members', value: 'servers', description: 'All servers of the new configuration, joined by commas' },
    { name: 'add', value: 'servers', description: 'Servers to be added, joined by commas; may be there several times' },
    { name: 'remove', value: 'ids', description: 'Numbers of servers to be removed, joined by commas' },
  ],
  words: [],
  async run({ client, output, signal }, given) {
    const fromVersion = versionOf(given.value('v'));
    const { raw, stat } = await client.reconfig(await changeOf(given), { fromVersion, signal });
    const lines = ['Committed new configuration:', raw, ...(given.has('s') ? [statLines(stat)] : [])];
    await output.result(lines.join('\n'), { config: raw, stat: statValue(stat) });
  },
};

function versionOf(text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined;
  if (/^[\da-f]{1,16}$/iu.test(text)) return BigInt(`0x${text}`);
  throw new ShellError('-v must be followed by a long (configuration version)');
}

async function changeOf(given: ParsedWords): Promise<Change> {
  const isWhole = given.has('file') || given.has('members');
  const isPart = given.has('add') || given.has('remove');
  if (isWhole && isPart) throw new ShellError(MIXED);
  if (given.has('file') && given.has('members')) throw new ShellError(TWICE);
  if (!isWhole && !isPart) throw new UsageError();
  const file = given.value('file');
  if (file !== undefined) return { members: serversIn(await readText(file)) };
  if (given.has('members')) return { members: itemsOf(given.values('members')) };
  return { add: itemsOf(given.values('add')), remove: itemsOf(given.values('remove')).map(serverIdOf) };
}

function serversIn(text: string): string[] {
  return text
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter((line) => /^server\.\d+\s*=/u.test(line));
}

function itemsOf(values: readonly string[]): string[] {
  return values
    .flatMap((value) => value.split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function serverIdOf(text: string): number {
  if (/^\d+$/u.test(text)) return Number(text);
  throw new UsageError(`-remove takes the numbers of servers, as in -remove 3,4, not ${text}`);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw readFailure(file, error);
  }
}
