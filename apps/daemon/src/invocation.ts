import { parseArgs } from 'node:util';
import type { Setting } from '@zookit/server';
import { javaProperties } from './java-flags.ts';

/** How much the log tells. */
const logLevels = ['debug', 'info', 'warn', 'error'] as const;

type LogLevel = (typeof logLevels)[number];

/** How the log is written: a JSON object per line, or lines for people. */
const logFormats = ['json', 'pretty'] as const;

type LogFormat = (typeof logFormats)[number];

/** What the log is to be like. */
export interface LogOptions {
  readonly level: LogLevel;
  /** Undefined = lines for people on a terminal, JSON elsewhere. */
  readonly format: LogFormat | undefined;
}

/** Where the configuration is. */
type ConfigSource =
  | { readonly type: 'file'; readonly path: string }
  | { readonly type: 'arguments'; readonly settings: readonly Setting[] };

/** A wish to start the server. */
export interface ServeInvocation {
  readonly type: 'serve';
  readonly source: ConfigSource;
  /** What `-Dname=value` says. */
  readonly properties: readonly Setting[];
  readonly log: LogOptions;
}

/** What the command line asks for. */
export type Invocation = ServeInvocation | { readonly type: 'help' | 'version' | 'config-keys' };

/** A command line that nothing can be made of. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const options = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
  'config-keys': { type: 'boolean' },
  'log-level': { type: 'string' },
  'log-format': { type: 'string' },
} as const;

/** Reads a command line, without the program's name. Throws {@link UsageError}. */
export function parseInvocation(args: readonly string[]): Invocation {
  const { values, positionals } = parse(args.filter((argument) => !argument.startsWith('-D')));
  if (values.help === true) return { type: 'help' };
  if (values.version === true) return { type: 'version' };
  if (values['config-keys'] === true) return { type: 'config-keys' };
  return {
    type: 'serve',
    source: configSource(positionals),
    properties: javaProperties(args, 'command line').properties,
    log: {
      level: choice('--log-level', logLevels, values['log-level']) ?? 'info',
      format: choice('--log-format', logFormats, values['log-format']),
    },
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function choice<T extends string>(name: string, allowed: readonly T[], value: string | undefined): T | undefined {
  if (value === undefined) return undefined;
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new UsageError(`${name}=${value}: choose one of ${allowed.join(', ')}.`);
  return found;
}

/** The keys of zoo.cfg that stand for the arguments, in their order. */
const ARGUMENT_KEYS = ['clientPort', 'dataDir', 'tickTime', 'maxClientCnxns'];

/** Apache's server, given arguments in place of a file, does not limit the connections from one address. */
const UNLIMITED: Setting = { key: 'maxClientCnxns', value: '0', origin: 'arguments' };

function configSource(positionals: readonly string[]): ConfigSource {
  const [path] = positionals;
  if (path === undefined || positionals.length > ARGUMENT_KEYS.length) {
    throw new UsageError(`Invalid number of arguments:[${positionals.join(', ')}]`);
  }
  if (positionals.length === 1) return { type: 'file', path };
  const settings = positionals.map((value, index) => ({
    key: ARGUMENT_KEYS[index]!,
    value,
    origin: `argument ${index + 1}`,
  }));
  return { type: 'arguments', settings: positionals.length === 4 ? settings : [...settings, UNLIMITED] };
}
