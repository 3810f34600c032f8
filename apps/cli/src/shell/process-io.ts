import { basename } from 'node:path';
import type { ShellIo } from './shell-io.ts';

/** The process's own streams. */
export function processIo(): ShellIo {
  const { stdin, stdout, stderr } = process;
  return {
    stdin,
    stdout,
    stderr,
    isInputTerminal: stdin.isTTY,
    isOutputTerminal: stdout.isTTY,
    isErrorTerminal: stderr.isTTY,
    size: () => (stdout.isTTY ? { columns: stdout.columns, rows: stdout.rows } : undefined),
    setRawMode: (isRaw) => {
      if (stdin.isTTY) stdin.setRawMode(isRaw);
    },
    environment: process.env,
    programName: basename(process.argv[1] ?? ''),
    onInterrupt: (listener) => {
      process.on('SIGINT', listener);
      return () => void process.off('SIGINT', listener);
    },
  };
}
