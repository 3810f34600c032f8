import type { Command } from '../command.ts';
import { ShellError } from '../failure/shell-error.ts';
import { statLines, statValue } from '../output/stat-lines.ts';

const CONFIG_PATH = '/zookeeper/config';
const CHROOTED = 'The configuration can not be watched below a chroot: connect without one';

/** `config`, which prints the servers of the ensemble. */
export const config: Command = {
  name: 'config',
  usage: '[-c] [-w] [-s]',
  summary: "Prints the ensemble's servers.",
  options: [
    { name: 'c', description: 'Only what a connect string is made of' },
    { name: 'w', description: 'Watch for changes' },
    { name: 's', description: 'Print znode stats additionally' },
  ],
  words: [],
  async run({ client, shell, output, signal }, given) {
    const { raw, version, stat } = await client.config({ signal });
    if (given.has('w')) {
      if (shell.connection.settings.servers.includes('/')) throw new ShellError(CHROOTED);
      await client.exists(CONFIG_PATH, { watcher: shell.watcher, signal });
    }
    const lines = [given.has('c') ? clientString(raw) : raw, ...(given.has('s') ? [statLines(stat)] : [])];
    const value = { version: version.toString(16), config: raw, connect: clientString(raw).split(' ')[1] };
    await output.result(lines.join('\n'), { ...value, stat: statValue(stat) });
  },
};

/** The version and where clients connect: `100000000 h1:2181,h2:2181`. Source: `ConfigUtils.getClientConfigStr`. */
export function clientString(raw: string): string {
  const version = /^version=(.*)$/mu.exec(raw)?.[1] ?? '';
  const addresses = [...raw.matchAll(/^server\.\d+=(.*)$/gmu)].map(([, server = '']) => clientAddress(server));
  return `${version} ${addresses.filter((address) => address !== '').join(',')}`;
}

/** Of `h:2888:3888:participant;0.0.0.0:2181`, `h:2181`: where the client's part has no host of its own, the server's counts. */
function clientAddress(server: string): string {
  const [own = '', client = ''] = server.split(';');
  if (client === '') return '';
  const [, host, port = client] = /^(.*):(\d+)$/u.exec(client) ?? [];
  const isAnyHost = host === undefined || host === '0.0.0.0' || host === '[::]' || host === '[0:0:0:0:0:0:0:0]';
  return isAnyHost ? `${/^(\[[^\]]*\]|[^:]*)/u.exec(own)?.[1] ?? ''}:${port}` : client;
}
