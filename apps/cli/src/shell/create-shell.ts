import type { Watcher } from '@zookit/client';
import { styleText } from 'node:util';
import { commands } from './commands.ts';
import { Connection } from './connection.ts';
import type { Invocation } from './invocation.ts';
import { Keys } from './keys.ts';
import { type Streams, StreamOutput } from './output/stream-output.ts';
import { createTerminal, type Terminal } from './output/terminal.ts';
import { Shell } from './shell.ts';
import type { ShellIo } from './shell-io.ts';
import { eventText, type ShellEvent } from './watches/event-text.ts';
import { sessionEvent } from './watches/session-event.ts';
import { watchedEvent } from './watches/watched-event.ts';

/** What a shell prints to, and does when it lends its terminal. */
export interface ShellSurroundings {
  readonly streams: Streams;
  readonly lend: <T>(work: () => Promise<T>) => Promise<T>;
  /** Whether it keeps the events of its session to itself, as results alone are wanted. */
  readonly isQuiet: boolean;
  /** Told after each change of the session. */
  readonly onState?: () => void;
}

/** A shell that is not connected yet. */
export function createShell(invocation: Invocation, io: ShellIo, surroundings: ShellSurroundings): Shell {
  const output = new StreamOutput(invocation.format, surroundings.streams);
  const tell = (event: ShellEvent): void => {
    if (!shell.printsWatches || (surroundings.isQuiet && event.path === undefined)) return;
    void output.result(eventText(event), { event });
  };
  const connection = new Connection(invocation.connection, (change) => {
    const event = sessionEvent(change);
    if (event !== undefined) tell(event);
    surroundings.onState?.();
  });
  const watcher: Watcher = (event) => tell(watchedEvent(event));
  const shell: Shell = new Shell({ commands, connection, watcher, output, terminal: terminalOf(io, surroundings) });
  return shell;
}

function terminalOf(io: ShellIo, { lend }: ShellSurroundings): Terminal {
  return createTerminal({
    isInteractive: io.isInputTerminal && io.isOutputTerminal,
    hasColours: hasColours(io),
    showsProgress: io.isErrorTerminal && io.environment['TERM'] !== 'dumb',
    size: io.size,
    styleText: (style, text) => styleText(style, text, { validateStream: false }),
    writeProgress: (text) => void io.stderr.write(text),
    readKeys: (listener) => new Keys(io, listener),
    lend,
  });
}

/** Whether standard output takes colours. Source: no-color.org, force-color.org. */
export function hasColours({ environment, isOutputTerminal }: ShellIo): boolean {
  const isSet = (name: string): boolean => (environment[name] ?? '') !== '';
  if (isSet('FORCE_COLOR')) return environment['FORCE_COLOR'] !== '0';
  return isOutputTerminal && !isSet('NO_COLOR') && environment['TERM'] !== 'dumb';
}
