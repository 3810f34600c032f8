/** What a log line carries besides its message: plain values, never text glued into the message. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where the server reports to. A pino logger, or `console` behind a small wrapper, fits. */
export interface Logger {
  /** Details for whoever looks for a fault. */
  debug(message: string, fields?: LogFields): void;
  /** The normal course of events. */
  info(message: string, fields?: LogFields): void;
  /** Something went wrong outside this server, or soon will inside it. */
  warn(message: string, fields?: LogFields): void;
  /** Something went wrong inside this server. */
  error(message: string, fields?: LogFields): void;
}

/** A logger that keeps quiet: the default of an embedded server. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
