import type { Command } from '../command.ts';
import { ShellError } from '../failure/shell-error.ts';

/** Source: `ZooKeeperMain.HistoryCommand`, which goes back ten commands from this one. */
const SHOWN = 11;

/** `history`, which lists the last lines. */
export const history: Command = {
  name: 'history',
  usage: '',
  summary: 'Lists the last lines, with the numbers that "redo" takes.',
  options: [],
  words: [],
  isLocal: true,
  async run({ shell, output }) {
    const from = Math.max(0, shell.history.length - SHOWN);
    for (const [index, line] of shell.history.slice(from).entries()) {
      await output.result(`${from + index} - ${line}`, { number: from + index, line });
    }
  },
};

/** `redo`, which runs a line again. */
export const redo: Command = {
  name: 'redo',
  usage: 'cmdno',
  summary: 'Runs a line of the history again.',
  options: [],
  words: [{ name: 'cmdno', kind: 'text' }],
  isLocal: true,
  async run({ shell, signal }, given) {
    const [text = ''] = given.words;
    const line = /^\d+$/u.test(text) ? shell.history[Number(text)] : undefined;
    if (line === undefined || Number(text) === shell.history.length - 1) {
      throw new ShellError(`Command index out of range\n"history" lists the lines and their numbers.`);
    }
    if (/^\s*redo\b/u.test(line)) throw new ShellError('No redoing redos');
    await shell.redo(line, signal);
  },
};
