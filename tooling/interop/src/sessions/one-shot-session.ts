import { normalizeZkCli, splitEvents } from '../normalize-zkcli.ts';
import { TranscriptBuilder } from '../transcript.ts';
import type { Session } from './session.ts';
import { runZkCli } from './zkcli-session.ts';

/** One command each, as shell scripts call zkCli; what they look at is the exit code. */
const COMMANDS = [
  ['create', '/one', 'data'],
  ['-waitforconnection', 'get', '-s', '/one'],
  ['create', '-e', '/ephemeral'],
  ['delete', '/missing'],
  ['no-such-command'],
  ['ls', '-R', '/'],
] as const;

/** zkCli run anew for each command. It does not close its sessions, so the ephemeral one is still there at the end. */
export const oneShotSession: Session = {
  name: 'zkcli/one-shot',
  settings: {},
  run: async (server, peers) => {
    const address = `127.0.0.1:${String(server.port)}`;
    const transcript = new TranscriptBuilder();
    for (const command of COMMANDS) {
      const { output, exitCode } = await runZkCli(peers.java, ['-server', address, ...command]);
      const { text } = splitEvents(output.replaceAll(address, '<server>'));
      transcript.add(command.join(' '), `${normalizeZkCli(text, server.startZxid)}exit code ${String(exitCode)}`);
    }
    return transcript.transcript;
  },
};
