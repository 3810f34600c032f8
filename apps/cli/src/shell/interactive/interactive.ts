import { styleText } from 'node:util';
import { createShell, hasColours } from '../create-shell.ts';
import type { Invocation } from '../invocation.ts';
import type { Streams } from '../output/stream-output.ts';
import type { Shell } from '../shell.ts';
import type { ShellIo } from '../shell-io.ts';
import { complete } from './complete.ts';
import { completionSources } from './completion-sources.ts';
import { HistoryFile, historyPath } from './history-file.ts';
import { LineEditor } from './line-editor.ts';

/** Reads commands from a terminal, and resolves to the exit code of the last one. */
export async function runInteractive(invocation: Invocation, io: ShellIo): Promise<number> {
  const history = new HistoryFile(invocation.historyFile ?? historyPath(io.environment));
  let interrupt = new AbortController();
  const editor: LineEditor = new LineEditor(io, {
    history: history.read(),
    complete: (text) => complete(text, completionSources(shell)),
    onInterrupt: () => interrupt.abort(),
  });
  const shell: Shell = createShell(invocation, io, {
    streams: streamsAbove(editor, io),
    lend: (work) => editor.lend(work),
    isQuiet: false,
    onState: () => editor.refresh(),
  });
  io.stdout.write(`Connecting to ${invocation.connection.servers}\n${WELCOME}`);
  shell.connection.open();
  void tellFailure(shell, editor);
  while (!shell.isOver) {
    // Before the line comes: Ctrl-C may come in the same turn.
    interrupt = new AbortController();
    const line = await editor.ask(() => promptOf(shell, io));
    if (line === undefined) break;
    history.add(line);
    await shell.runLine(line, interrupt.signal);
  }
  editor.close();
  shell.printsWatches = false;
  await shell.connection.close();
  return shell.exitCode;
}

const WELCOME = 'Welcome to ZooKeeper!\nType "help" for the commands. Tab completes, Ctrl-C stops, Ctrl-D ends.\n';

/** Tells at once of servers that make no sense; of those that can't be reached, the first command does. */
async function tellFailure({ connection }: Shell, editor: LineEditor): Promise<void> {
  const failure = await connection.failure();
  if (failure instanceof Error) editor.print(`${failure.message}\n`);
}

/** Source: `ZooKeeperMain.getPrompt`. */
function promptOf({ connection, history }: Shell, io: ShellIo): string {
  const { stateName, settings } = connection;
  const isConnected = stateName === 'CONNECTED' || stateName === 'CONNECTEDREADONLY';
  const state = hasColours(io)
    ? styleText(isConnected ? 'green' : 'yellow', stateName, { validateStream: false })
    : stateName;
  return `[zk: ${settings.servers}(${state}) ${history.length}] `;
}

function streamsAbove(editor: LineEditor, io: ShellIo): Streams {
  const err = (text: string): void => {
    if (io.isErrorTerminal) editor.print(text);
    else io.stderr.write(text);
  };
  const isColoured = hasColours(io) && io.isErrorTerminal;
  return {
    out: (text) => editor.print(text),
    err,
    failure: (text) => err(isColoured ? styleText('red', text, { validateStream: false }) : text),
  };
}
