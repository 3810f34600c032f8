import { once } from 'node:events';
import type { ShellIo } from '../shell-io.ts';
import type { Streams } from './stream-output.ts';

/** The streams of a shell that nobody types at. */
export function streamsOf({ stdout, stderr }: ShellIo): Streams {
  return {
    out: (text) => (stdout.write(text) ? undefined : once(stdout, 'drain').then(() => undefined)),
    err: (text) => void stderr.write(text),
    failure: (text) => void stderr.write(text),
  };
}
