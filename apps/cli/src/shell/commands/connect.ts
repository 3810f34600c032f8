import type { Command } from '../command.ts';
import { notConnected } from '../failure/not-connected.ts';

/** `connect`, which opens a session in place of the one that there is. */
export const connect: Command = {
  name: 'connect',
  usage: 'host:port',
  summary: 'Closes the session and opens another, with the same servers or with others.',
  options: [],
  words: [{ name: 'host:port', kind: 'text', isOptional: true }],
  isLocal: true,
  async run({ shell, signal }, given) {
    const { connection } = shell;
    const [servers = connection.settings.servers] = given.words;
    await connection.reopen({ ...connection.settings, servers });
    await connection.ready(signal);
  },
};

/** `close`, which ends the session. */
export const close: Command = {
  name: 'close',
  usage: '',
  summary: 'Ends the session; its ephemeral znodes go.',
  options: [],
  words: [],
  isLocal: true,
  async run({ shell }) {
    const { connection } = shell;
    if (connection.stateName === 'CLOSED') throw notConnected();
    await connection.close();
  },
};
