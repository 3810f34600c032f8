import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exchange, startProcess, type ProcessExit, type StartedProcess } from '@zookit/testkit';

/** The package's folder. */
export const folder: string = fileURLToPath(new URL('..', import.meta.url));

/** How a process ended, and what it printed. */
export interface Finished extends ProcessExit {
  readonly stdout: string;
  readonly stderr: string;
}

/** A line of the log. */
export type LogLine = Readonly<Record<string, unknown>>;

/** A folder for one test. */
export class TemporaryFolder implements Disposable {
  readonly path: string = mkdtempSync(join(tmpdir(), 'zookit-daemon-'));

  /** Writes a file into the folder and gives its path. */
  write(name: string, text: string | Uint8Array): string {
    const path = join(this.path, name);
    writeFileSync(path, text);
    return path;
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Starts the daemon from its sources. */
export function startDaemon(args: readonly string[], env: Readonly<Record<string, string>> = {}): StartedProcess {
  const clean = { SERVER_JVMFLAGS: '', JVMFLAGS: '', NO_COLOR: '1' };
  return startProcess(process.execPath, [join(folder, 'src/main.ts'), ...args], { env: { ...clean, ...env } });
}

/** Starts the daemon in a shell that was told something before: a limit. */
export function startDaemonAfter(shellCommand: string, args: readonly string[]): StartedProcess {
  const program = [process.execPath, join(folder, 'src/main.ts'), ...args];
  return startProcess('sh', ['-c', `${shellCommand}; exec "$0" "$@"`, ...program]);
}

/** Starts the daemon and waits until it serves. */
export function startServing(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<StartedProcess & { readonly port: number }> {
  return serving(startDaemon(args, env));
}

/** Waits until a daemon serves. */
export async function serving(daemon: StartedProcess): Promise<StartedProcess & { readonly port: number }> {
  const [, port] = await daemon.waitForOutput(/"tryIt":"zkCli\.sh -server [^"]*:(\d+)".*\n/u);
  return Object.assign(daemon, { port: Number(port) });
}

/** Runs the daemon until it ends by itself. */
export async function runDaemon(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const daemon = startDaemon(args, env);
  const exit = await daemon.exit;
  return { ...exit, stdout: daemon.stdout, stderr: daemon.stderr };
}

/** The lines of a log in JSON. */
export function logLines(text: string): LogLine[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LogLine);
}

/** The messages of a log in JSON, each behind its level. */
export function messages(text: string): string[] {
  return logLines(text).map(({ level, msg }) => `${String(level)} ${String(msg)}`);
}

/** What a running server answers to a four-letter word. */
export async function ask(port: number, word: string): Promise<string> {
  return (await exchange({ port }, word)).toString('utf8');
}
