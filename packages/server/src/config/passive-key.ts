import { propertyOf, type PassiveKey } from './config-key.ts';
import { anyText, lenientBoolean, strictBoolean, strictInteger, type ValueKind } from './value-kind.ts';

/** A key that only zoo.cfg has. */
export function inFile(name: string, kind: ValueKind<unknown> = anyText, asIs?: unknown): PassiveKey {
  return { name, properties: [], kind, asIs };
}

/** A key that can be given as a property with `zookeeper.` before it too. */
export function orProperty(name: string, kind: ValueKind<unknown> = anyText, asIs?: unknown): PassiveKey {
  return { name, properties: [propertyOf(name)], kind, asIs };
}

/** A key whose property has no prefix. Apache's server does not find it in zoo.cfg. */
export function bareProperty(name: string, kind: ValueKind<unknown> = anyText, asIs?: unknown): PassiveKey {
  return { name, properties: [name], kind, asIs };
}

/** Keys of zoo.cfg alone whose value is `true` or `false`. */
export function switchesInFile(names: readonly string[], asIs: boolean): PassiveKey[] {
  return names.map((name) => inFile(name, strictBoolean(name), asIs));
}

/** Keys that can be a property too whose value is `true` or `false`. */
export function switches(names: readonly string[], asIs: boolean): PassiveKey[] {
  return names.map((name) => orProperty(name, lenientBoolean, asIs));
}

/** Keys of zoo.cfg alone whose value is a whole number. */
export function numbersInFile(names: readonly string[]): PassiveKey[] {
  return names.map((name) => inFile(name, wholeNumber));
}

/** Keys that can be a property too and take any text. */
export function texts(names: readonly string[]): PassiveKey[] {
  return names.map((name) => orProperty(name));
}

/** A whole number as zoo.cfg has it. */
export const wholeNumber: ValueKind<number> = strictInteger({ allowed: 'a whole number' });
