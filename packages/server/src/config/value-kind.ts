/** How the text of a value is understood. */
export interface ValueKind<T> {
  /** What may stand there, to be read after "must be" or "is not". */
  readonly allowed: string;
  /** The value, undefined when the text is not allowed. */
  read(text: string): T | undefined;
  /**
   * Why a server does not start with a text that is not allowed, in the words of Apache's server where it has any:
   * operators search for them. Undefined when Apache starts with the default instead, and so do we.
   */
  refusal(text: string): string | undefined;
}

const INT_MAX = 2 ** 31 - 1;
const INT_MIN = -(2 ** 31);

/** Any text. */
export const anyText: ValueKind<string> = {
  allowed: 'text',
  read: (text) => text,
  refusal: () => undefined,
};

/** A name that must not be empty. */
export function nonEmpty(allowed: string): ValueKind<string> {
  return { allowed, read: (text) => (text === '' ? undefined : text), refusal: () => 'the value is empty' };
}

/** What an integer may be, and how it is called. */
export interface IntegerRange {
  readonly allowed: string;
  readonly min?: number;
  readonly max?: number;
}

/** `Integer.parseInt`: decimal digits with a sign. Apache refuses anything else, but looks at no range. */
export function strictInteger({ allowed, min = INT_MIN, max = INT_MAX }: IntegerRange): ValueKind<number> {
  return {
    allowed,
    read: (text) => inRange(parseInteger(text), min, max),
    refusal: (text) => (parseInteger(text) === undefined ? `For input string: "${text}"` : undefined),
  };
}

/** `Integer.getInteger` and `Long.getLong`: decimal, `0x1F`, `#1F` or octal `017`. Apache ignores anything else. */
export function lenientInteger({ allowed, min = INT_MIN, max = INT_MAX }: IntegerRange): ValueKind<number> {
  return { allowed, read: (text) => inRange(decodeInteger(text), min, max), refusal: () => undefined };
}

/** A TCP port. Apache refuses others. */
export const port: ValueKind<number> = {
  allowed: 'a port from 0 to 65535',
  read: (text) => inRange(parseInteger(text), 0, 65_535),
  refusal: (text) => (parseInteger(text) === undefined ? `For input string: "${text}"` : `port out of range:${text}`),
};

/** `true` or `false` in any case. Apache refuses anything else. */
export function strictBoolean(key: string): ValueKind<boolean> {
  return {
    allowed: 'true or false',
    read: (text) => readBoolean(text),
    refusal: (text) => `Invalid option ${text} for ${key}. Choose 'true' or 'false.'`,
  };
}

/** `true` in any case; Apache takes anything else for the default or for false. */
export const lenientBoolean: ValueKind<boolean> = {
  allowed: 'true or false',
  read: readBoolean,
  refusal: () => undefined,
};

/** `yes` or `no`, in small letters. Apache takes anything else for the default. */
export const yesOrNo: ValueKind<boolean> = {
  allowed: 'yes or no, in small letters',
  read: (text) => (text === 'yes' ? true : text === 'no' ? false : undefined),
  refusal: () => undefined,
};

/** One of some words. */
export function oneOf(words: readonly string[], refusal: (text: string) => string | undefined): ValueKind<string> {
  return {
    allowed: words.join(' or '),
    read: (text) => words.find((word) => word.toLowerCase() === text.toLowerCase()),
    refusal,
  };
}

/** Words between commas, blanks around them dropped. */
export const commaList: ValueKind<readonly string[]> = {
  allowed: 'names between commas',
  read: (text) => splitAtCommas(text),
  refusal: () => undefined,
};

/** Splits `a, b` into its words; nothing comes of an empty text. */
function splitAtCommas(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function readBoolean(text: string): boolean | undefined {
  const word = text.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

function parseInteger(text: string): number | undefined {
  if (!/^[+-]?[0-9]+$/u.test(text)) return undefined;
  return inRange(Number(text), INT_MIN, INT_MAX);
}

function decodeInteger(text: string): number | undefined {
  const match = /^([+-]?)(?:(?:0[xX]|#)([0-9a-fA-F]+)|(0[0-7]*)|([1-9][0-9]*))$/u.exec(text);
  if (match === null) return undefined;
  const [, sign, hexadecimal, octal, decimal] = match;
  const magnitude =
    hexadecimal !== undefined
      ? Number.parseInt(hexadecimal, 16)
      : octal !== undefined
        ? Number.parseInt(octal, 8)
        : Number(decimal);
  return sign === '-' ? -magnitude : magnitude;
}

function inRange(value: number | undefined, min: number, max: number): number | undefined {
  return value !== undefined && value >= min && value <= max ? value : undefined;
}
