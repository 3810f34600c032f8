import type { Command } from '../command.ts';
import { shellOptions } from '../shell-options.ts';
import { commandList } from './command-list.ts';

const EXAMPLES = `
Without a command it reads commands from the terminal, or from standard input.

Examples:
  zookit                                         # at localhost:2181, interactively
  zookit --server zk1:2181,zk2:2181/app ls /
  zookit -server zk1:2181 get -s /app/config     # as with zkCli.sh
  zookit --output json get /app/config | jq -r .data

Variables in place of options: ZOOKIT_SERVER, ZOOKIT_TIMEOUT, ZOOKIT_OUTPUT, ZOOKIT_AUTH, ZOOKIT_CLIENT_CONFIGURATION,
ZOOKIT_TLS (1), ZOOKIT_TLS_CA, ZOOKIT_TLS_CERT, ZOOKIT_TLS_KEY, ZOOKIT_TLS_PFX, ZOOKIT_TLS_PASSPHRASE. ZOOKIT_HISTORY names
the file that lines are remembered in, or nothing for none; NO_COLOR turns colours off.

Exit codes: 0 the last command went well, 1 it failed, 127 there is no such command, 130 Ctrl-C ended it.
`;

/** What `zookit --help` prints. */
export function shellHelp(commands: readonly Command[]): string {
  const names = shellOptions
    .filter(({ name }) => name !== 'h')
    .map((option) => ({ ...option, written: `--${option.name}`.replace(/^--(?=.$)/u, '-') }))
    .map(({ written, value, ...rest }) => ({
      ...rest,
      written: value === undefined ? written : `${written} <${value}>`,
    }));
  const options = names.map(({ written, description }) => `  ${written.padEnd(38)} ${description}`);
  return ['zookit [options] [command]', '', 'Options:', ...options, '', ...commandList(commands), EXAMPLES].join('\n');
}
