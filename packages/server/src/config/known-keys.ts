import { actingKeys } from './acting-keys.ts';
import type { ActingKey, PassiveGroup, PassiveKey } from './config-key.ts';
import type { ActingName } from './config-values.ts';
import { ensembleKeys } from './ensemble-keys.ts';
import {
  adminKeys,
  auditKeys,
  javaKeys,
  metricsKeys,
  networkLayerKeys,
  sessionKeys,
  throttleKeys,
} from './operator-keys.ts';
import { authenticationKeys, tlsKeys } from './security-keys.ts';
import { storageKeys } from './storage-keys.ts';

/** A name for something that this release does. */
export interface ActingKnownKey {
  readonly type: 'acting';
  readonly name: ActingName;
  readonly key: ActingKey<unknown>;
}

/** A name that has no effect. */
export interface PassiveKnownKey {
  readonly type: 'passive';
  readonly name: string;
  readonly key: PassiveKey;
  readonly group: PassiveGroup;
}

/** What a name in a configuration stands for. */
export type KnownKey = ActingKnownKey | PassiveKnownKey;

const passiveGroups: readonly PassiveGroup[] = [
  ensembleKeys,
  storageKeys,
  tlsKeys,
  authenticationKeys,
  adminKeys,
  metricsKeys,
  auditKeys,
  sessionKeys,
  throttleKeys,
  javaKeys,
  networkLayerKeys,
];

/** The names of {@link actingKeys}, in the order of the table. */
export const actingNames: readonly ActingName[] = Object.keys(actingKeys) as ActingName[];

const known: readonly KnownKey[] = [
  ...actingNames.map((name): KnownKey => ({ type: 'acting', name, key: actingKeys[name] })),
  ...passiveGroups.flatMap((group) =>
    group.keys.map((key): KnownKey => ({ type: 'passive', name: key.name, key, group })),
  ),
];

const families: readonly PassiveKnownKey[] = passiveGroups
  .flatMap((group) => group.families.map((key) => ({ type: 'passive' as const, name: key.name, key, group })))
  .sort((one, other) => other.name.length - one.name.length);

const byName: ReadonlyMap<string, KnownKey> = new Map(known.map((one) => [one.name, one]));

const byProperty: ReadonlyMap<string, KnownKey> = new Map(
  known.flatMap((one) => one.key.properties.map((property): [string, KnownKey] => [property, one])),
);

/** What a key of zoo.cfg stands for, undefined when no server knows it. */
export function keyNamed(name: string): KnownKey | undefined {
  return byName.get(name) ?? familyOf(name, '');
}

/** What a system property stands for, undefined when no server knows it. */
export function keyOfProperty(property: string): KnownKey | undefined {
  return byProperty.get(property) ?? familyOf(property, 'zookeeper.');
}

/** Every name that may stand in zoo.cfg, except those of families. */
export function knownNames(): Iterable<string> {
  return byName.keys();
}

/** Every property that may be given on a command line, except those of families. */
export function knownProperties(): Iterable<string> {
  return byProperty.keys();
}

function familyOf(name: string, prefix: string): KnownKey | undefined {
  if (!name.startsWith(prefix)) return undefined;
  const rest = name.slice(prefix.length);
  const family = families.find((one) => rest.startsWith(one.name) && (prefix === '' || one.key.properties.length > 0));
  return family && { ...family, name: rest };
}
