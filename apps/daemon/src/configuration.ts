import { readFileSync } from 'node:fs';
import { parseZooCfg, readConfig, type ConfigNotice, type ConfigReading, type Setting } from '@zookit/server';
import { ExitCode } from './exit-code.ts';
import type { ServeInvocation } from './invocation.ts';
import { javaFlagsOf } from './java-flags.ts';
import { StartError } from './start-error.ts';

/** Reads what the server is to be like. Throws {@link StartError}, or ConfigError for what is wrong in it. */
export function readConfiguration(invocation: ServeInvocation, environment: NodeJS.ProcessEnv): ConfigReading {
  const flags = javaFlagsOf(environment);
  const properties = [...flags.flatMap((one) => one.properties), ...invocation.properties];
  const { config, notices } = readSource(invocation, properties);
  const ignored = flags.filter(({ others }) => others.length > 0);
  return { config, notices: [...ignored.map(({ variable, others }) => javaNotice(variable, others)), ...notices] };
}

function readSource({ source }: ServeInvocation, properties: readonly Setting[]): ConfigReading {
  if (source.type === 'arguments') return readConfig('arguments', source.settings, properties);
  return parseZooCfg(readText(source.path), source.path, properties);
}

function readText(path: string): string {
  try {
    return textOf(readFileSync(path));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? `${path} file is missing` : `${path} cannot be read: ${message}`;
    throw new StartError(`${why}. Give the path of a zoo.cfg.`, ExitCode.INVALID_CONFIGURATION, { cause: error });
  }
}

/** UTF-8 as people write today; ISO-8859-1, as Java reads these files, where it cannot be that. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}

function javaNotice(variable: string, flags: readonly string[]): ConfigNotice {
  return { level: 'warn', message: `${variable}: ${flags.join(' ')} steer a Java machine and have no effect.` };
}
