import type { ConfigReport } from './config-report.ts';
import type { Setting } from './setting.ts';
import { parseServerLine, type ServerLine } from './server-line.ts';

/** What the list of servers and the switches around it say. */
export interface EnsembleSettings {
  /** The `server.N` lines. */
  readonly servers: readonly Setting[];
  readonly dynamicConfigFile: Setting | undefined;
  readonly standaloneEnabled: boolean;
  readonly multiAddressEnabled: boolean;
  /** The configuration as a whole: where a missing line is missing. */
  readonly origin: string;
}

const UNSUPPORTED =
  'ensembles are not supported by this release: list at most one server, and Zookit runs it as a standalone server.';

/**
 * Checks that the configuration asks for a server that stands alone, by Apache's rules for who does. Returns the single
 * server line if there is one.
 */
export function checkStandalone(settings: EnsembleSettings, report: ConfigReport): ServerLine | undefined {
  const { dynamicConfigFile, servers } = settings;
  if (dynamicConfigFile !== undefined) {
    report.refuse(dynamicConfigFile.origin, dynamicConfigFile.key, `dynamicConfigFile: ${UNSUPPORTED}`);
  }
  const lines = servers.flatMap((server) => readServer(server, settings, report));
  if (lines.length < servers.length) return undefined;
  return checkRoles(lines, settings, report);
}

function readServer(server: Setting, settings: EnsembleSettings, report: ConfigReport): ServerLine[] {
  const refuse = (why: string) => {
    report.refuse(server.origin, server.key, `${server.key}: ${why}`);
    return [];
  };
  if (!/^server\.-?[0-9]+$/u.test(server.key)) return refuse('the server id must be a whole number, as in server.1.');
  const line = parseServerLine(server);
  if (typeof line === 'string') return refuse(line);
  if (line.addressCount > 1 && !settings.multiAddressEnabled) {
    const id = server.key.slice('server.'.length);
    return refuse(
      `Multiple address feature is disabled, but multiple addresses were specified for sid ${id}. ` +
        'Set multiAddress.enabled=true or leave one address.',
    );
  }
  return [line];
}

function checkRoles(lines: readonly ServerLine[], settings: EnsembleSettings, report: ConfigReport) {
  const [first] = settings.servers;
  const origin = first?.origin ?? settings.origin;
  const key = first?.key ?? 'standaloneEnabled';
  const participants = lines.filter((line) => line.role === 'participant');
  if (participants.length > 1) {
    report.refuse(origin, key, `${participants.length} servers are listed, but ${UNSUPPORTED}`);
  } else if (participants.length === 0 && !settings.standaloneEnabled) {
    const why = 'standaloneEnabled = false then number of participants should be >0. Remove standaloneEnabled=false.';
    report.refuse(origin, 'standaloneEnabled', why);
  } else if (lines.length > participants.length) {
    const others = participants.length === 0 ? 'participants' : 'quorum';
    report.refuse(origin, key, `Observers w/o ${others} is an invalid configuration; and ${UNSUPPORTED}`);
  } else if (participants.length === 1) {
    noteStandalone(origin, settings.standaloneEnabled, report);
  }
  return participants[0];
}

function noteStandalone(origin: string, standaloneEnabled: boolean, report: ConfigReport): void {
  const text = 'only one server is listed: it runs as a standalone server';
  if (standaloneEnabled) report.info(origin, `${text}.`);
  else report.warn(origin, `${text} in spite of standaloneEnabled=false: this release has no ensembles.`);
}
