import { actingKeys } from './acting-keys.ts';
import { defaultText } from './key-values.ts';
import { actingNames } from './known-keys.ts';

/** One key of zoo.cfg, in words. */
export interface ConfigTableRow {
  readonly name: string;
  /** The system properties that say the same (`-Dname=value`). */
  readonly properties: readonly string[];
  readonly default: string;
  readonly allowed: string;
  readonly meaning: string;
}

/** Every key that this release acts on, to be shown to operators. */
export function configTable(): ConfigTableRow[] {
  return actingNames.map((name) => {
    const key = actingKeys[name];
    return {
      name,
      properties: key.properties,
      default: defaultText(key),
      allowed: key.kind.allowed,
      meaning: key.meaning,
    };
  });
}
