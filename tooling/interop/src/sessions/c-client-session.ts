import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scriptsDirectory } from '../directories.ts';
import { normalizeCClient } from '../normalize-c-client.ts';
import type { ServerProcess } from '../servers/server-process.ts';
import { TranscriptBuilder, type Transcript } from '../transcript.ts';
import { waitUntil } from '../wait-until.ts';
import type { Session } from './session.ts';

/**
 * A session of `cli_mt`, the shell over Apache's C client, each line of input a step.
 *
 * Most of its commands are answered later than they return. So each is followed by a question for a node that does not
 * exist, and what is printed until that answer belongs to the command.
 */
export const cClientSession: Session = {
  name: 'c-client/commands',
  settings: {},
  run: async (server, peers) => {
    await using shell = new CShell(peers.cClient.cli, server);
    const text = await readFile(join(scriptsDirectory, 'c-client', 'commands.txt'), 'utf8');
    return await runCommands(shell, text, server.startZxid);
  },
};

async function runCommands(shell: CShell, text: string, startZxid: bigint): Promise<Transcript> {
  const transcript = new TranscriptBuilder();
  const commands = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  await shell.printedUntil('Got a new session id');
  await shell.answerTo('', '/connected');
  for (const [index, command] of commands.entries()) {
    const isLast = index === commands.length - 1;
    const printed = isLast
      ? await shell.lastAnswerTo(command)
      : await shell.answerTo(command, `/mark-${String(index)}`);
    transcript.add(`${String(index + 1)} ${command}`, normalizeCClient(printed, startZxid));
  }
  return transcript.transcript;
}

/** After this a shell is ended: it hangs. */
const TIME_MAX_MS = 60_000;

/** A running `cli_mt`. */
class CShell implements AsyncDisposable {
  readonly #child;
  readonly #ended;
  #printed = '';

  constructor(cli: string, server: ServerProcess) {
    // A shell joins both streams, unbuffered, which keeps the order of what is printed.
    const command = [
      'sh',
      '-c',
      'exec stdbuf -oL "$@" 2>&1',
      'sh',
      cli,
      '-h',
      `127.0.0.1:${String(server.port)}`,
    ] as const;
    const [program, ...args] = command;
    this.#child = spawn(program, args, {
      env: { ...process.env, TZ: 'UTC' },
      stdio: ['pipe', 'pipe', 'inherit'],
      timeout: TIME_MAX_MS,
    });
    this.#ended = once(this.#child, 'close');
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#printed += text;
    });
  }

  /** Types a command, and resolves to what is printed until the node of this path is said not to exist. */
  async answerTo(command: string, missingPath: string): Promise<string> {
    this.#child.stdin.write(`${command}\nget ${missingPath}\n`);
    const printed = await this.printedUntil(`${missingPath}: rc = -101\n\nStat:\nnull\n`);
    return printed.replace(/time = \d+ msec\n$/, '');
  }

  /** Types the command that ends the shell, and resolves to all that is left to print. */
  async lastAnswerTo(command: string): Promise<string> {
    this.#child.stdin.write(`${command}\n`);
    const printed = await this.printedUntil('Shutting down...\n');
    this.#child.stdin.end();
    await this.#ended;
    return printed + this.#printed;
  }

  /** Resolves to what was printed since the last call and before this text, which is taken away too. */
  async printedUntil(text: string): Promise<string> {
    await waitUntil(`the C client prints "${text.trim()}"`, () => this.#printed.includes(text));
    const at = this.#printed.indexOf(text);
    const before = this.#printed.slice(0, at);
    this.#printed = this.#printed.slice(at + text.length);
    return before;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill();
    await this.#ended;
  }
}
