import type { Logger } from '@zookit/server';
import { destination, pino, stdSerializers, stdTimeFunctions, type DestinationStream } from 'pino';
import { prettyFactory } from 'pino-pretty';
import type { LogOptions } from './invocation.ts';

/** Opens the log on standard output. Each line is written before the call returns, so none is lost at an exit. */
export function openLog({ level, format }: LogOptions): Logger {
  const isTerminal = process.stdout.isTTY;
  const chosen = format ?? (isTerminal ? 'pretty' : 'json');
  const output = destination({ dest: 1, sync: true });
  // Nobody reads the log any more (`zookit-server … | head`): the server's clients are still there.
  output.on('error', () => undefined);
  return adapt(
    pino(
      {
        level,
        base: { pid: process.pid },
        timestamp: stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
        serializers: { error: stdSerializers.err },
      },
      chosen === 'pretty' ? prettyStream(output, isTerminal) : output,
    ),
  );
}

/** Formats in this thread: a line that a worker still has to write is lost when the process ends. */
function prettyStream(output: DestinationStream, colorize: boolean): DestinationStream {
  const format = prettyFactory({
    colorize,
    errorLikeObjectKeys: ['error'],
    ignore: 'pid',
    singleLine: true,
    translateTime: 'SYS:yyyy-mm-dd HH:MM:ss.l',
  });
  return {
    write: (line) => {
      output.write(format(line));
    },
  };
}

function adapt(log: pino.Logger): Logger {
  return {
    debug: (message, fields = {}) => {
      log.debug(fields, message);
    },
    info: (message, fields = {}) => {
      log.info(fields, message);
    },
    warn: (message, fields = {}) => {
      log.warn(fields, message);
    },
    error: (message, fields = {}) => {
      log.error(fields, message);
    },
  };
}
