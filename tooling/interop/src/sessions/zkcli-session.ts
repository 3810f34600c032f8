import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scriptsDirectory, workspaceDirectory } from '../directories.ts';
import { normalizeZkCli, splitEvents } from '../normalize-zkcli.ts';
import type { JavaPeer } from '../peers/java.ts';
import type { ServerProcess, Settings } from '../servers/server-process.ts';
import { TranscriptBuilder, type Transcript } from '../transcript.ts';
import type { Session } from './session.ts';

/** Stands before each command of the script, and is carried out without asking the server. */
const MARK_COMMAND = 'printwatches';
const ZOOKIT_MARK = /^printwatches is (?:on|off)\n/m;
/** Without a session zkCli complains behind this command, too: when it does depends on when it hears of the loss. */
const ZKCLI_MARK = /^printwatches is (?:on|off)\n(?:Not connected\n)?/m;

/** What a run of a shell printed, to both streams as they came, and how it ended. */
export interface ShellRun {
  readonly output: string;
  readonly exitCode: number | null;
  /** What the shell prints for the command that stands before each command of the script. */
  readonly mark: RegExp;
}

/** Runs a shell over lines from standard input, or one-shot when the arguments end in a command. */
export type RunShell = (args: readonly string[], input: string) => Promise<ShellRun>;

/** A session of Apache's zkCli with commands from standard input, each of them a step. */
export function zkCliSession(script: string, settings: Settings = {}): Session {
  return {
    name: `zkcli/${script}`,
    settings,
    run: (server, peers) => shellTranscript(script, server, (args, input) => runZkCli(peers.java, args, input)),
  };
}

/**
 * What a shell prints for each command of a script.
 *
 * That does not say which command it belongs to, so a command that prints one known line is put before each.
 */
export async function shellTranscript(script: string, server: ServerProcess, runShell: RunShell): Promise<Transcript> {
  const address = `127.0.0.1:${String(server.port)}`;
  const text = await readFile(join(scriptsDirectory, 'zkcli', `${script}.txt`), 'utf8');
  const commands = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const input = [...commands, ''].map((command) => `${MARK_COMMAND}\n${command.replace('$SERVER', address)}\n`);
  const { output, exitCode, mark } = await runShell(['-server', address], input.join(''));
  const { text: results, events } = splitEvents(output.replaceAll(address, '<server>'));
  const [welcome, ...parts] = results.split(mark);
  if (parts.length !== commands.length + 1)
    throw new Error(`the shell ended before its last command:\n${output.slice(-1500)}`);
  const normalize = (printed: string): string => normalizeZkCli(printed, server.startZxid);
  const transcript = transcriptOf(commands, parts.map(normalize));
  transcript.add('welcome', welcome ?? '');
  transcript.add('events', events.map(normalize).join('\n'));
  transcript.add('exit code', String(exitCode));
  return transcript.transcript;
}

function transcriptOf(commands: string[], results: string[]): TranscriptBuilder {
  const transcript = new TranscriptBuilder();
  const used = new Map<string, number>();
  commands.forEach((command, index) => {
    const times = (used.get(command) ?? 0) + 1;
    used.set(command, times);
    transcript.add(times === 1 ? command : `${command} (${String(times)})`, results[index] ?? '');
  });
  return transcript;
}

/** Runs Apache's zkCli. */
export function runZkCli(java: JavaPeer, args: readonly string[], input = ''): Promise<ShellRun> {
  const jvm = [
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Dfile.encoding=UTF-8',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=off',
  ];
  const command = ['java', ...jvm, '-cp', java.classPath, 'org.apache.zookeeper.ZooKeeperMain', ...args];
  return runJoined(command, input, ZKCLI_MARK);
}

/** Runs our shell, as a user starts it. */
export function runZookit(args: readonly string[], input = ''): Promise<ShellRun> {
  return runJoined([process.execPath, join(workspaceDirectory, 'apps/cli/bin/zookit.js'), ...args], input, ZOOKIT_MARK);
}

/** A shell joins both streams, which keeps the order in which results and errors were printed. */
async function runJoined(command: readonly string[], input: string, mark: RegExp): Promise<ShellRun> {
  const child = spawn('sh', ['-c', 'exec "$@" 2>&1', 'sh', ...command], {
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8' },
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: 90_000,
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stdin.end(input);
  await once(child, 'close');
  return { output, exitCode: child.exitCode, mark };
}
