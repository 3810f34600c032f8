import type { ParsedWords } from './parsed-words.ts';
import { UsageError } from './usage-error.ts';

/** What a number may be. */
export interface NumberRules {
  readonly min: number;
  /** Whether it may have a fraction. Default: no. */
  readonly isFraction?: boolean;
}

/** The value of an option that is a number; undefined when it is not there. Throws {@link UsageError}. */
export function numberOption(given: ParsedWords, name: string, { min, isFraction }: NumberRules): number | undefined {
  const text = given.value(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  const isNumber = text.trim() !== '' && (isFraction === true ? Number.isFinite(value) : Number.isSafeInteger(value));
  if (isNumber && value >= min) return value;
  const written = name.length === 1 ? `-${name}` : `--${name}`;
  throw new UsageError(
    `${written} is a ${isFraction === true ? 'number' : 'whole number'} from ${min} up, not ${text}`,
  );
}
