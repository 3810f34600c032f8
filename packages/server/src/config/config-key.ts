import type { ValueKind } from './value-kind.ts';

/** A key that zoo.cfg may have. */
interface ConfigKey<T> {
  /** The system properties that say the same on a command line (`-Dname=value`). */
  readonly properties: readonly string[];
  readonly kind: ValueKind<T>;
}

/** A key that this release acts on. */
export interface ActingKey<T> extends ConfigKey<T> {
  /** What holds when the key is missing. */
  readonly default: T;
  /** One sentence to an operator. */
  readonly meaning: string;
  /** The default in words, where the value itself doesn't tell. */
  readonly defaultText?: string;
  /** Whether there is no default. */
  readonly isRequired?: boolean;
  /** Whether the value must never be shown. */
  readonly isSecret?: boolean;
}

/** A key that Apache's server knows and that has no effect here. */
export interface PassiveKey extends ConfigKey<unknown> {
  readonly name: string;
  /** The value that asks for nothing that this release doesn't do anyway: no word is lost on it. */
  readonly asIs?: unknown;
}

/** Keys that have no effect for one reason. */
export interface PassiveGroup {
  /** Completes "X is accepted but has no effect: …". Undefined when a standalone Apache server ignores the keys too. */
  readonly reason: string | undefined;
  readonly keys: readonly PassiveKey[];
  /** Further keys of the group that begin alike: `ssl.` stands for every key with that beginning. */
  readonly families: readonly PassiveKey[];
}

/** The property by which most keys can be given on a command line. */
export function propertyOf(name: string): string {
  return `zookeeper.${name}`;
}
