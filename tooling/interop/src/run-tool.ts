import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { workspaceDirectory } from './directories.ts';
import { javaProgram } from './java-program.ts';
import type { JavaPeer } from './peers/java.ts';

const OUTPUT_MAX_BYTES = 0x400_0000;

/** The same words on every machine. */
const JAVA_OPTIONS = [
  '-Duser.timezone=UTC',
  '-Duser.language=en',
  '-Duser.country=US',
  '-Dfile.encoding=UTF-8',
  '-Dstdout.encoding=UTF-8',
];

/** What the libraries of 3.8 log, whatever they are told. */
const JAVA_LOG_LINE = /^\d\d:\d\d:\d\d\.\d{3} \[main\] .*\n/gmu;

/** What a tool printed to its standard output, to the byte, and how it ended. */
export interface ToolRun {
  readonly stdout: string;
  readonly code: number;
}

/** Runs one of the command line tools of Apache's. */
export async function runApacheTool(java: JavaPeer, name: string, ...args: readonly string[]): Promise<ToolRun> {
  const [command, ...rest] = javaProgram(java, name, ...args);
  const { stdout, code } = await run(command, [...JAVA_OPTIONS, ...rest]);
  // Since JDK 20 the space before AM and PM is a narrow one.
  return { stdout: stdout.replace(JAVA_LOG_LINE, '').replaceAll('\u202f', ' '), code };
}

/** Runs zookit-txnlog, as a user starts it. */
export function runZookitTool(...args: readonly string[]): Promise<ToolRun> {
  return run(process.execPath, [join(workspaceDirectory, 'apps/cli/bin/zookit-txnlog.js'), ...args]);
}

function run(command: string, args: readonly string[]): Promise<ToolRun> {
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, { env, maxBuffer: OUTPUT_MAX_BYTES }, (error, stdout) => {
      if (error !== null && typeof error.code !== 'number')
        reject(new Error(`${command} could not be run`, { cause: error }));
      else resolve({ stdout, code: child.exitCode ?? 0 });
    });
    child.stdin?.end();
  });
}
