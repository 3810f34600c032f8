/** What an option must be. */
export interface OptionRule {
  readonly accepts: (value: unknown) => boolean;
  /** Goes on from "must be". */
  readonly what: string;
  /** Says more closely what is wrong with a value that is not accepted; undefined if it can't. */
  readonly problemOf?: ((value: unknown) => string | undefined) | undefined;
  /** What is wrong inside of a value that is accepted; undefined if nothing is. */
  readonly problemInside?: ((value: unknown) => string | undefined) | undefined;
}

/** One rule for each option: one without a rule does not compile. */
export type OptionRules<Options> = { readonly [Name in keyof Options]-?: OptionRule };

/** The most that an int of the protocol holds. */
export const INT_MAX = 0x7fff_ffff;

export const flagRule: OptionRule = { accepts: (value) => typeof value === 'boolean', what: 'true or false' };

export const functionRule: OptionRule = { accepts: (value) => typeof value === 'function', what: 'a function' };

export const textRule: OptionRule = { accepts: (value) => typeof value === 'string', what: 'a string' };

/** A time to wait; `Infinity` is one. */
export const timeRule: OptionRule = {
  accepts: (value) => typeof value === 'number' && value >= 0,
  what: 'a number of milliseconds from 0 on',
};

export const signalRule: OptionRule = { accepts: (value) => value instanceof AbortSignal, what: 'an AbortSignal' };

export const versionRule: OptionRule = wholeNumberRule(-1, INT_MAX);

/** For a count or a time in ms, of which there must be some. */
export const positiveRule: OptionRule = wholeNumberRule(1, INT_MAX);

export function wholeNumberRule(least: number, most: number): OptionRule {
  return {
    accepts: (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
    what: `a whole number from ${least} to ${most}`,
  };
}

export function choiceRule(...choices: readonly (string | boolean)[]): OptionRule {
  return {
    accepts: (value) => choices.some((choice) => choice === value),
    what: choices.map((choice) => JSON.stringify(choice)).join(' or '),
  };
}

/** For an object with options of its own; `others` are the values that stand in its place, and `what` names them. */
export function nestedRule<Options>(
  rules: OptionRules<Options>,
  others: readonly unknown[] = [],
  what = 'an object',
): OptionRule {
  return {
    accepts: (value) => isObject(value) || others.includes(value),
    what,
    problemInside: (value) => (isObject(value) ? problemOfOptions(value, rules) : undefined),
  };
}

/** What is wrong with options, for callers whom no compiler warned; undefined if nothing is. */
export function problemOfOptions<Options>(options: unknown, rules: OptionRules<Options>): string | undefined {
  if (options === undefined) return undefined;
  if (!isObject(options)) return `the options must be an object, not ${nameOf(options)}`;
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(rules, name)) return `there is no option ${name}; there are ${Object.keys(rules).join(', ')}`;
    const rule = rules[name as keyof Options];
    if (!rule.accepts(value)) return rule.problemOf?.(value) ?? `${name} must be ${rule.what}, not ${nameOf(value)}`;
    const inside = rule.problemInside?.(value);
    if (inside !== undefined) return `${name}: ${inside}`;
  }
  return undefined;
}

/** Whether a value is an object that may have options. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as a message shows it. */
export function nameOf(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}
