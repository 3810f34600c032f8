import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { getFrame } from './frames.ts';
import { LoadClient } from './load-client.ts';

/** A server that is measured. */
export interface BenchServerOptions {
  readonly name: string;
  /** Starts it, given system properties as `-Dname=value` and the path of a zoo.cfg. */
  readonly command: (properties: readonly string[], zooCfg: string) => readonly string[];
  readonly port: number;
  /** A folder of its own, on the disk that is measured. */
  readonly folder: string;
}

/** What a server takes to serve again. */
export interface Restart {
  /** From the start of the process to the first answer to a read of a znode. */
  readonly servingMs: number;
  readonly rssMb: number;
  readonly rssPeakMb: number;
  /** Ten seconds later. */
  readonly rssLaterMb: number;
}

/** Apache's server writes a trace to its log for each attempt that comes too early: not too many of them. */
const RETRY_MS = 20;

/** It may also take a connection before it is ready, and never answer. */
const ATTEMPT_MAX_MS = 1000;

const LATER_MS = 10_000;

/** One server with one data directory, which outlives its processes. */
export class BenchServer {
  readonly name: string;
  readonly port: number;
  readonly #options: BenchServerOptions;
  readonly #zooCfg: string;
  readonly #log: string;
  #process: ChildProcess | undefined;

  constructor(options: BenchServerOptions) {
    const { name, port, folder } = options;
    this.name = name;
    this.port = port;
    this.#options = options;
    this.#zooCfg = join(folder, 'zoo.cfg');
    this.#log = join(folder, 'server.log');
    mkdirSync(folder, { recursive: true });
    const lines = [
      'tickTime=2000',
      `dataDir=${join(folder, 'data')}`,
      `clientPort=${port}`,
      'maxClientCnxns=0',
      'admin.enableServer=false',
    ];
    writeFileSync(this.#zooCfg, lines.join('\n'));
  }

  /** Starts it; resolves when the znode at `path` can be read. */
  async start(path: string, properties: readonly string[] = []): Promise<number> {
    const [program = '', ...rest] = this.#options.command(properties, this.#zooCfg);
    const startedAt = performance.now();
    const log = openSync(this.#log, 'a');
    const child = spawn(program, rest, { stdio: ['ignore', log, log] });
    closeSync(log);
    this.#process = child;
    await this.#served(child, path);
    return performance.now() - startedAt;
  }

  /** {@link BenchServer.start}, with what that costs. */
  async restart(path: string): Promise<Restart> {
    const servingMs = Math.round(await this.start(path));
    const [rssMb, rssPeakMb] = [this.memoryMb('VmRSS'), this.memoryMb('VmHWM')];
    await pause(LATER_MS);
    return { servingMs, rssMb, rssPeakMb, rssLaterMb: this.memoryMb('VmRSS') };
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child?.exitCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }

  /** A figure of `/proc/<pid>/status`, in MB. */
  memoryMb(name: 'VmRSS' | 'VmHWM'): number {
    const status = readFileSync(`/proc/${String(this.#process?.pid)}/status`, 'utf8');
    return Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`, 'u').exec(status)?.[1]) / 1024);
  }

  /** What its log says, from all its processes. */
  readLog(): string {
    return readFileSync(this.#log, 'utf8');
  }

  async #served(child: ChildProcess, path: string): Promise<void> {
    while (child.exitCode === null) {
      try {
        const client = await LoadClient.open(this.port, ATTEMPT_MAX_MS);
        const error = await client.call(getFrame(path));
        client.close();
        if (error === 0) return;
      } catch {
        // It is not there yet.
      }
      await pause(RETRY_MS);
    }
    throw new Error(`${this.name} ended by itself: see ${this.#log}`);
  }
}

/** This project's daemon. */
export function zookitCommand(program: string): BenchServerOptions['command'] {
  return (properties, zooCfg) => [process.execPath, program, ...properties, '--log-format=json', zooCfg];
}

/** Apache's server, of a folder with its jars. */
export function apacheCommand(jars: string, heap: string): BenchServerOptions['command'] {
  const classPath = readdirSync(jars)
    .filter((name) => name.endsWith('.jar'))
    .map((name) => join(jars, name))
    .join(':');
  const main = 'org.apache.zookeeper.server.quorum.QuorumPeerMain';
  return (properties, zooCfg) => ['java', `-Xmx${heap}`, ...properties, '-cp', classPath, main, zooCfg];
}
