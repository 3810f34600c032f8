import type { ConfigReport } from './config-report.ts';
import { didYouMean } from './did-you-mean.ts';
import { keyNamed, keyOfProperty, knownNames, knownProperties, type KnownKey } from './known-keys.ts';
import type { Setting } from './setting.ts';

/** A known key, and the setting that counts for it. */
export interface WrittenKey {
  readonly known: KnownKey;
  readonly setting: Setting;
}

/** The settings of a configuration by what they are for. */
export interface WrittenKeys {
  /** By the name that the key has in zoo.cfg. */
  readonly keys: ReadonlyMap<string, WrittenKey>;
  /** The `server.N` lines. */
  readonly servers: readonly Setting[];
  readonly dynamicConfigFile: Setting | undefined;
}

const PREFIX = 'zookeeper.';

/** Sorts settings by what they are for. The last one of a key counts, and the file's before a system property. */
export function sortSettings(
  settings: readonly Setting[],
  systemProperties: readonly Setting[],
  report: ConfigReport,
): WrittenKeys {
  const keys = new Map<string, WrittenKey>();
  for (const setting of systemProperties) addProperty(setting, keys, report);
  const topology = new Map<string, Setting>();
  for (const setting of settings) {
    if (setting.key.startsWith('server.') || setting.key === 'dynamicConfigFile') {
      noteRepetition(setting.key, topology.get(setting.key), setting, report);
      topology.set(setting.key, setting);
    } else {
      addSetting(setting, keys, report);
    }
  }
  const dynamicConfigFile = topology.get('dynamicConfigFile');
  topology.delete('dynamicConfigFile');
  return { keys, servers: [...topology.values()], dynamicConfigFile };
}

/** A property that is none of ours belongs to somebody else, unless it says that it is ours. */
function addProperty(setting: Setting, keys: Map<string, WrittenKey>, report: ConfigReport): void {
  const known = keyOfProperty(setting.key);
  if (known !== undefined) keys.set(known.name, { known, setting });
  else if (setting.key.startsWith(PREFIX)) noteUnknown(setting, knownProperties(), report);
}

function addSetting(setting: Setting, keys: Map<string, WrittenKey>, report: ConfigReport): void {
  const known = knownKey(setting.key);
  if (known === undefined) {
    noteUnknown(setting, knownNames(), report);
    return;
  }
  noteRepetition(setting.key, keys.get(known.name)?.setting, setting, report);
  noteSpelling(setting, known, report);
  keys.set(known.name, { known, setting });
}

/** `maxCnxns` and `zookeeper.maxCnxns` are the same: people write properties into the file as they found them. */
function knownKey(name: string): KnownKey | undefined {
  return keyNamed(name) ?? (name.startsWith(PREFIX) ? keyOfProperty(name) : undefined);
}

function noteRepetition(key: string, earlier: Setting | undefined, setting: Setting, report: ConfigReport): void {
  if (earlier !== undefined)
    report.warn(setting.origin, `${key} is given twice: this one counts, ${earlier.origin} does not.`);
}

function noteSpelling(setting: Setting, { name, key }: KnownKey, report: ConfigReport): void {
  const isBare = key.properties.includes(name) && !key.properties.includes(PREFIX + name);
  if (!isBare && !setting.key.startsWith(PREFIX)) return;
  report.info(setting.origin, `${setting.key} is read here; Apache ZooKeeper reads it on the command line only.`);
}

function noteUnknown(setting: Setting, names: Iterable<string>, report: ConfigReport): void {
  const meant = didYouMean(setting.key, names);
  const question = meant === undefined ? '' : ` Did you mean ${meant}?`;
  report.info(setting.origin, `${setting.key} is no key that this release knows; it has no effect.${question}`);
}
