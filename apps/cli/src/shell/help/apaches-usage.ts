import type { Command } from '../command.ts';

/** The list of commands as Apache's shell prints it, with ours where the alphabet puts them. Source: `ZooKeeperMain.usage`. */
export function apachesUsage(commands: readonly Command[]): string[] {
  const lines = commands.filter(({ isHidden }) => isHidden !== true).map(({ name, usage }) => `\t${name} ${usage}`);
  return ['ZooKeeper -server host:port -client-configuration properties-file cmd args', ...lines.sort(byName)];
}

/** As Java sorts strings. */
function byName(one: string, other: string): number {
  return one < other ? -1 : 1;
}
