import type { ConnectionSettings, Credential } from './connection-settings.ts';
import { nonEmpty } from './non-empty.ts';
import type { OutputFormat } from './output/output.ts';
import { shellOptions } from './shell-options.ts';
import { tlsSettingsOf } from './tls-settings.ts';
import { parseWords } from './words/parse-words.ts';
import type { ParsedWords } from './words/parsed-words.ts';
import { UsageError } from './words/usage-error.ts';

const DEFAULT_SERVERS = 'localhost:2181';
const DEFAULT_TIMEOUT_MS = 30_000;

/** What the shell was called to do. */
export interface Invocation {
  /** Whether only help, or the version, is wanted. */
  readonly wants: 'help' | 'version' | undefined;
  readonly connection: ConnectionSettings;
  readonly format: OutputFormat;
  /** Whether a single command, too, tells where it connects and what becomes of its session, as Apache's shell does. */
  readonly isVerbose: boolean;
  /** Whether a single command leaves its session to time out. */
  readonly keepsSession: boolean;
  /** Where lines are remembered; empty for nowhere, undefined for the usual place. */
  readonly historyFile: string | undefined;
  /** The command, if there is one. */
  readonly command: readonly string[];
}

/** Reads arguments, and the variables of the environment in their place. Throws {@link UsageError}. */
export function readInvocation(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  programName = 'zookit',
): Invocation {
  const given = parseWords(args, shellOptions, { endsAtWord: true });
  const setting = (names: readonly string[], variable: string): string | undefined =>
    names.map((name) => given.value(name)).find((value) => value !== undefined) ?? nonEmpty(environment[variable]);
  return {
    wants: given.has('help') || given.has('h') ? 'help' : given.has('version') ? 'version' : undefined,
    connection: {
      servers: setting(['server'], 'ZOOKIT_SERVER') ?? DEFAULT_SERVERS,
      sessionTimeoutMs: timeoutOf(setting(['timeout'], 'ZOOKIT_TIMEOUT')),
      isPatient: given.has('waitforconnection'),
      isReadOnly: given.has('r') || given.has('read-only'),
      auth: credentialsOf(given, nonEmpty(environment['ZOOKIT_AUTH'])),
      tls: tlsSettingsOf(given, environment),
    },
    format: formatOf(setting(['output'], 'ZOOKIT_OUTPUT')),
    isVerbose: given.has('verbose') || /^zkCli/iu.test(programName),
    keepsSession: given.has('keep-session'),
    historyFile: environment['ZOOKIT_HISTORY'],
    command: given.words,
  };
}

function timeoutOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_TIMEOUT_MS;
  const timeoutMs = Number(text);
  if (Number.isInteger(timeoutMs) && timeoutMs > 0 && timeoutMs <= 0x7fff_ffff) return timeoutMs;
  throw new UsageError(`The timeout is a number of milliseconds, as in -timeout 30000, not ${text}`);
}

function formatOf(text: string | undefined): OutputFormat {
  if (text === undefined || text === 'text') return 'text';
  if (text === 'json') return 'json';
  throw new UsageError(`The output is text or json, not ${text}`);
}

function credentialsOf(given: ParsedWords, variable: string | undefined): Credential[] {
  const texts = given.has('auth') ? given.values('auth') : variable === undefined ? [] : [variable];
  return texts.map((text) => {
    const colon = text.indexOf(':');
    if (colon > 0) return { scheme: text.slice(0, colon), auth: text.slice(colon + 1) };
    throw new UsageError(`A credential is scheme:auth, as in digest:user:password, not ${text}`);
  });
}
