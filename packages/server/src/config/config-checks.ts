import { isAbsolute } from 'node:path';
import type { ConfigReport } from './config-report.ts';
import type { ConfigValues } from './config-values.ts';
import type { ServerLine } from './server-line.ts';
import type { WrittenKeys } from './written-keys.ts';

/** What is checked, and where the configuration comes from as a whole: a missing line has no place of its own. */
export interface CheckedConfig {
  readonly values: ConfigValues;
  readonly written: WrittenKeys;
  readonly origin: string;
}

/** Checks what no key shows alone. Apache's words where it has any. */
export function checkTogether(checked: CheckedConfig, report: ConfigReport): void {
  checkDirectories(checked, report);
  checkAddresses(checked, report);
  checkTimeouts(checked, report);
  checkAuthentication(checked, report);
  checkQuorumAuthentication(checked, report);
}

/** Where clients come in: asked for in one of two places, and not in two ways. */
export function checkClientPort(checked: CheckedConfig, server: ServerLine | undefined, report: ConfigReport): void {
  const { values, written, origin } = checked;
  const client = server?.client;
  if (values.clientPort === undefined && client === undefined) {
    const why = 'clientPort is not set, so no client could connect. Add a line such as clientPort=2181.';
    report.refuse(written.keys.get('secureClientPort')?.setting.origin ?? origin, 'clientPort', why);
  }
  if (values.clientPort === undefined || client === undefined || values.clientPort === client.port) return;
  const why =
    `client address for this server in static config file has port ${values.clientPort}, but its server line has ` +
    `port ${client.port}. Make them the same, or remove clientPort.`;
  report.refuse(originOf(checked, 'clientPort'), 'clientPort', why);
}

/** The session timeouts that clients get, in ms. */
export function sessionTimeouts(values: ConfigValues): { readonly min: number; readonly max: number } {
  const ticks = (count: number) => Math.min(count * values.tickTime, 2 ** 31 - 1);
  return {
    min: values.minSessionTimeout === -1 ? ticks(2) : values.minSessionTimeout,
    max: values.maxSessionTimeout === -1 ? ticks(20) : values.maxSessionTimeout,
  };
}

function checkDirectories(checked: CheckedConfig, report: ConfigReport): void {
  const { values, origin } = checked;
  if (values.dataDir === undefined) {
    report.refuse(origin, 'dataDir', 'dataDir is not set. Add a line such as dataDir=/var/lib/zookeeper.');
  }
  for (const key of ['dataDir', 'dataLogDir'] as const) {
    const directory = values[key];
    if (directory === undefined || isAbsolute(directory) || directory.startsWith('.')) continue;
    const meaning = `${key}=${directory} is relative to where the server is started`;
    report.warn(originOf(checked, key), `${meaning}. Write ./${directory} if that is what you mean.`);
  }
}

function checkAddresses(checked: CheckedConfig, report: ConfigReport): void {
  const { keys } = checked.written;
  for (const port of ['clientPort', 'secureClientPort']) {
    const address = keys.get(`${port}Address`);
    if (address === undefined || keys.has(port)) continue;
    report.refuse(
      address.setting.origin,
      `${port}Address`,
      `${port}Address is set but ${port} is not set. Add ${port}.`,
    );
  }
}

function checkTimeouts(checked: CheckedConfig, report: ConfigReport): void {
  const { min, max } = sessionTimeouts(checked.values);
  if (min <= max) return;
  const key = checked.written.keys.has('minSessionTimeout') ? 'minSessionTimeout' : 'maxSessionTimeout';
  const why = `minSessionTimeout must not be larger than maxSessionTimeout, but ${min} ms is larger than ${max} ms.`;
  const rest = ' Unset, they are 2 and 20 times tickTime.';
  report.refuse(originOf(checked, key), key, why + rest);
}

/** A server that cannot ask for what its operator insists on must not let everybody in instead. */
function checkAuthentication(checked: CheckedConfig, report: ConfigReport): void {
  const { values } = checked;
  if (isOn(checked, 'sessionRequireClientSASLAuth')) {
    const key = 'sessionRequireClientSASLAuth';
    const why =
      'Authentication scheme sasl is not available: this release has no SASL, so no client could do anything.';
    report.refuse(originOf(checked, key), key, `${key}: ${why}`);
  }
  if (!values['enforce.auth.enabled']) return;
  const schemes = values['enforce.auth.schemes'];
  if (schemes.length === 0) {
    const key = 'enforce.auth.enabled';
    const why = 'zookeeper.enforce.auth.enabled is true zookeeper.enforce.auth.schemes must be  configured.';
    report.refuse(originOf(checked, key), key, `${why} Add a line such as enforce.auth.schemes=digest.`);
  }
  const available = values['DigestAuthenticationProvider.enabled'] ? ['digest', 'ip'] : ['ip'];
  for (const scheme of schemes.filter((one) => !available.includes(one))) {
    const key = 'enforce.auth.schemes';
    const why = `Authentication scheme ${scheme} is not available. Choose from: ${available.join(', ')}.`;
    report.refuse(originOf(checked, key), key, why);
  }
}

/** Each switch needs the one before it. Source: `quorum.auth` in Apache's administrator's guide. */
function checkQuorumAuthentication(checked: CheckedConfig, report: ConfigReport): void {
  const order = ['quorum.auth.enableSasl', 'quorum.auth.learnerRequireSasl', 'quorum.auth.serverRequireSasl'];
  order.forEach((key, index) => {
    const missing = order.slice(0, index).find((needed) => !isOn(checked, needed));
    if (!isOn(checked, key) || missing === undefined) return;
    report.refuse(originOf(checked, key), key, `${missing} is disabled, so cannot enable ${key}.`);
  });
}

function isOn({ written }: CheckedConfig, name: string): boolean {
  return written.keys.get(name)?.setting.value.toLowerCase() === 'true';
}

function originOf({ written, origin }: CheckedConfig, name: string): string {
  return written.keys.get(name)?.setting.origin ?? origin;
}
