import type { ZooKeeper } from '@zookit/client';
import type { Output } from './output/output.ts';
import type { Terminal } from './output/terminal.ts';
import type { Shell } from './shell.ts';

/** What a command works with. */
export interface CommandContext {
  /** The session. A local command that uses it may find none: then this throws. */
  readonly client: ZooKeeper;
  /** The shell that runs the command: for those that are about the shell itself. */
  readonly shell: Shell;
  readonly output: Output;
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C: to be handed to every call, and heeded by whatever takes long. */
  readonly signal: AbortSignal;
}
