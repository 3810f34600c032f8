import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { endsWithUs } from '../ends-with-us.ts';
import type { Peers } from '../peers/peers.ts';
import { CuttingProxy } from '../servers/cutting-proxy.ts';
import type { ServerProcess, Settings } from '../servers/server-process.ts';
import { TranscriptBuilder, type Transcript } from '../transcript.ts';
import type { Session } from './session.ts';

/** The program of a session and its arguments. */
export type ProgramOf = (peers: Peers) => readonly [string, ...string[]];

const ARROW = ' => ';

/** After this a script is ended: it hangs. */
const TIME_MAX_MS = 90_000;

/**
 * A session of a program that prints `step => result` lines, one per step.
 *
 * It finds the server by ZOOKEEPER_PORT and, where its connections are to be cut, by ZOOKEEPER_PROXY_PORT, and shows zxids
 * by their distance from ZOOKEEPER_START_ZXID. A line that begins with `@` is a wish (`@restart-server`,
 * `@cut-connections`, `@heal-connections`), answered by `done`.
 */
export function scriptSession(name: string, program: ProgramOf, settings: Settings = {}): Session {
  return { name, settings, run: (server, peers) => runScript(program(peers), server) };
}

async function runScript(program: readonly [string, ...string[]], server: ServerProcess): Promise<Transcript> {
  const [command, ...args] = endsWithUs(program);
  await using proxy = await CuttingProxy.start(server.port);
  const child = spawn(command, args, {
    env: {
      ...process.env,
      ZOOKEEPER_PORT: String(server.port),
      ZOOKEEPER_PROXY_PORT: String(proxy.port),
      ZOOKEEPER_START_ZXID: String(server.startZxid),
    },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: TIME_MAX_MS,
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = once(child, 'close');
  const transcript = new TranscriptBuilder();
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('@')) {
      await grant(line.slice(1), server, proxy);
      child.stdin.write('done\n');
    } else {
      addLine(transcript, line);
    }
  }
  await ended;
  if (child.exitCode !== 0) {
    const steps = [...transcript.transcript].map(([step, result]) => `${step}${ARROW}${result}`);
    throw new Error(
      `the script ended with ${String(child.exitCode ?? child.signalCode)}:\n${errors}\n${steps.slice(-5).join('\n')}\n${await server.log()}`,
    );
  }
  return transcript.transcript;
}

function addLine(transcript: TranscriptBuilder, line: string): void {
  const at = line.indexOf(ARROW);
  if (at < 0) throw new Error(`not a step: ${line}`);
  transcript.add(line.slice(0, at), line.slice(at + ARROW.length));
}

async function grant(wish: string, server: ServerProcess, proxy: CuttingProxy): Promise<void> {
  switch (wish) {
    case 'restart-server':
      await server.restart();
      return;
    case 'cut-connections':
      proxy.cut();
      return;
    case 'heal-connections':
      proxy.heal();
      return;
    default:
      throw new Error(`unknown wish: ${wish}`);
  }
}
