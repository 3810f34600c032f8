import { ConfigError, LogWriteError, ZooKeeperServer, type Logger } from '@zookit/server';
import { announcement } from './announcement.ts';
import { buildInfo } from './build-info.ts';
import { readConfiguration } from './configuration.ts';
import { dataFailure } from './data-failure.ts';
import { ExitCode } from './exit-code.ts';
import type { ServeInvocation } from './invocation.ts';
import { listenFailure } from './listen-failure.ts';
import { openLog } from './log.ts';
import { lastLine, StartError } from './start-error.ts';
import { stateOf } from './state.ts';
import { exitCodeOf, stopSignal } from './stop-signals.ts';

/** How long a stop may take, in ms, until it is cut short. */
const STOP_PATIENCE_MS = 10_000;

/** Runs a server until a signal or a failure ends it. Resolves with the exit code. */
export async function serve(invocation: ServeInvocation): Promise<number> {
  const logger = openLog(invocation.log);
  dieOfDefects(logger);
  try {
    const server = await start(invocation, logger);
    process.on('SIGQUIT', () => {
      logger.info('state of the server', stateOf(server.view));
    });
    return await untilStopped(server, logger);
  } catch (error) {
    return reportFailure(error, logger);
  }
}

async function start(invocation: ServeInvocation, logger: Logger): Promise<ZooKeeperServer> {
  const { config, notices } = readConfiguration(invocation, process.env);
  for (const { level, message } of notices) logger[level](message);
  try {
    const build = buildInfo();
    const server = await ZooKeeperServer.start({ ...config, logger, build });
    logger.info('zookit-server has started', announcement(server.view, build));
    return server;
  } catch (error) {
    throw dataFailure(listenFailure(error, config));
  }
}

async function untilStopped(server: ZooKeeperServer, logger: Logger): Promise<number> {
  const signalled = stopSignal((signal) => {
    logger.warn('stopped at once by a second signal', { signal });
    process.exit(exitCodeOf(signal));
  });
  const cause = await Promise.race([signalled, server.failed]);
  if (cause instanceof Error) {
    const exitCode = reportFailure(cause, logger);
    await close(server, logger, exitCode);
    return exitCode;
  }
  logger.info('stopping', { signal: cause });
  await close(server, logger, exitCodeOf(cause));
  logger.info('stopped');
  return ExitCode.OK;
}

/** Ends the process with the given code if the server doesn't stop in time. */
async function close(server: ZooKeeperServer, logger: Logger, lateExitCode: number): Promise<void> {
  const impatience = setTimeout(() => {
    logger.warn('stopped at once: the clients did not let go in time', { patienceMs: STOP_PATIENCE_MS });
    process.exit(lateExitCode);
  }, STOP_PATIENCE_MS);
  await server.close();
  clearTimeout(impatience);
}

/** The reason goes to the log; standard error gets the line that Apache's server would leave there. */
function reportFailure(error: unknown, logger: Logger): number {
  const exitCode = exitCodeFor(error);
  if (error instanceof ConfigError) {
    for (const { level, message } of error.notices) logger[level](message);
    for (const { message } of error.problems) logger.error(message);
  } else if (error instanceof StartError || error instanceof LogWriteError) {
    logger.error(error.message);
  } else {
    logger.error('the server failed', { error });
  }
  console.error(lastLine(exitCode));
  return exitCode;
}

function exitCodeFor(error: unknown): ExitCode {
  if (error instanceof ConfigError) return ExitCode.INVALID_CONFIGURATION;
  return error instanceof StartError ? error.exitCode : ExitCode.FAILURE;
}

/** What nobody caught leaves the process in a state that nobody knows. */
function dieOfDefects(logger: Logger): void {
  process.on('uncaughtException', (error) => {
    logger.error('the process ends: an error was not caught', { error });
    process.exit(ExitCode.FAILURE);
  });
  process.on('unhandledRejection', (reason) => {
    logger.error('the process ends: a rejection was not handled', { error: reason });
    process.exit(ExitCode.FAILURE);
  });
}
