import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endsWithUs } from '../ends-with-us.ts';
import { askFourLetterWord } from '../four-letter-word.ts';
import { freePort } from '../ports.ts';
import { waitUntil } from '../wait-until.ts';

/** How a kind of server is started: Apache's or ours. */
export interface ServerKind {
  /** For messages. */
  readonly name: 'apache' | 'zookit';
  /** The program and its arguments, for a server that reads this configuration file. */
  command(configFile: string): readonly [string, ...string[]];
}

/** Keys of zoo.cfg beyond those that every server of the harness gets. */
export type Settings = Readonly<Record<string, string>>;

/** What every server of the harness is told: all features on, no limits that a script could run into. */
const COMMON_SETTINGS: Settings = {
  tickTime: '500',
  minSessionTimeout: '2000',
  maxSessionTimeout: '40000',
  maxClientCnxns: '0',
  '4lw.commands.whitelist': '*',
  extendedTypesEnabled: 'true',
  'znode.container.checkIntervalMs': '100',
  'admin.enableServer': 'false',
};

/** How long a server may take to stop after SIGTERM. */
const STOP_MAX_MS = 20_000;
const LOG_LINES_SHOWN = 30;

/** A running server process with a directory and a port of its own. Disposing of it stops it and removes its files. */
export class ServerProcess implements AsyncDisposable {
  readonly port: number;
  readonly #kind: ServerKind;
  readonly #directory: string;
  #process: ChildProcess | undefined;
  #startZxid = 0n;

  private constructor(kind: ServerKind, directory: string, port: number) {
    this.#kind = kind;
    this.#directory = directory;
    this.port = port;
  }

  /**
   * Starts a server on a free port, or at the `clientPort` of the settings, and an empty directory, unless they have a
   * `dataDir`; resolves when it serves.
   */
  static async start(kind: ServerKind, settings: Settings = {}): Promise<ServerProcess> {
    const directory = await mkdtemp(join(tmpdir(), `interop-${kind.name}-`));
    const port = settings['clientPort'] === undefined ? await freePort() : Number(settings['clientPort']);
    const server = new ServerProcess(kind, directory, port);
    await server.#writeConfig(settings);
    server.#startZxid = zxidIn(await server.#launch());
    return server;
  }

  /** The zxid of the empty server: those of two servers can be compared by their distance from it. */
  get startZxid(): bigint {
    return this.#startZxid;
  }

  /** Resolves when the process has ended by itself, with its exit code: null when a signal ended it. */
  get exitCode(): Promise<number | null> {
    const child = this.#process;
    if (child === undefined || hasEnded(child)) return Promise.resolve(child?.exitCode ?? null);
    return once(child, 'exit').then(() => child.exitCode);
  }

  /** The last lines that the server printed. */
  async log(): Promise<string> {
    const lines = (await this.wholeLog()).trimEnd().split('\n');
    return lines.slice(-LOG_LINES_SHOWN).join('\n');
  }

  /** Everything that the server printed. */
  wholeLog(): Promise<string> {
    return readFile(this.#logFile, 'utf8');
  }

  /** The zxid of the last transaction, by the server's own words. */
  async lastZxid(): Promise<bigint> {
    return zxidIn(await askFourLetterWord(this.port, 'srvr'));
  }

  /** Stops the server as a service manager does and starts it again over the same files. */
  async restart(): Promise<void> {
    await this.stop();
    await this.#launch();
  }

  /** Stops the server as a service manager does. Its files stay until it is disposed of. */
  async stop(): Promise<void> {
    const child = this.#process;
    if (child === undefined || hasEnded(child)) return;
    child.kill('SIGTERM');
    try {
      await once(child, 'exit', { signal: AbortSignal.timeout(STOP_MAX_MS) });
    } catch (cause) {
      child.kill('SIGKILL');
      throw new Error(`the ${this.#kind.name} server did not stop:\n${await this.log()}`, { cause });
    }
  }

  /** Ends the server as a power cut does, as far as a process can tell. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child === undefined || hasEnded(child)) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await rm(this.#directory, { recursive: true, force: true });
  }

  get #configFile(): string {
    return join(this.#directory, 'zoo.cfg');
  }

  get #logFile(): string {
    return join(this.#directory, 'server.log');
  }

  async #writeConfig(settings: Settings): Promise<void> {
    const dataDir = join(this.#directory, 'data');
    await mkdir(dataDir);
    const all = { ...COMMON_SETTINGS, dataDir, clientPort: String(this.port), ...settings };
    const lines = Object.entries(all).map(([key, value]) => `${key}=${value}\n`);
    await writeFile(this.#configFile, lines.join(''));
  }

  /** Resolves to the server's own words about itself, once it serves. */
  async #launch(): Promise<string> {
    const [program, ...args] = endsWithUs(this.#kind.command(this.#configFile));
    const log = openSync(this.#logFile, 'a');
    const child = spawn(program, args, { cwd: this.#directory, stdio: ['ignore', log, log] });
    closeSync(log);
    this.#process = child;
    let words = '';
    await waitUntil(`the ${this.#kind.name} server serves`, async () => {
      if (hasEnded(child)) throw new Error(`the ${this.#kind.name} server ended at once:\n${await this.log()}`);
      words = await askFourLetterWord(this.port, 'srvr');
      return words.includes('Mode: ');
    });
    return words;
  }
}

function zxidIn(words: string): bigint {
  const [, zxid] = /^Zxid: (0x[0-9a-f]+)$/m.exec(words) ?? [];
  if (zxid === undefined) throw new Error(`no zxid in ${words}`);
  return BigInt(zxid);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
