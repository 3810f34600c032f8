import type { Stat } from '@zookit/client';
import { baseName } from '@zookit/protocol';
import picomatch from 'picomatch';
import { isEphemeral } from '../subtree/is-ephemeral.ts';
import type { SubtreeNode } from '../subtree/subtree-node.ts';
import type { ParsedWords } from '../words/parsed-words.ts';
import { UsageError } from '../words/usage-error.ts';
import { type AmountTest, parseAge, parseSize } from './parse-range.ts';

/** Whether a znode is looked for. */
export type NodeTest = (node: SubtreeNode) => boolean;

/** What the options of `find` ask for. */
export interface FindFilter {
  readonly test: NodeTest;
  /** Whether the test looks at data: it costs a read of all of it. */
  readonly needsData: boolean;
}

/** Reads the options: a znode must pass all of them. `nowMs` is the time, in ms since 1970. Throws {@link UsageError}. */
export function findFilter(given: ParsedWords, nowMs: number): FindFilter {
  const needsData = given.has('contains') || given.has('matches');
  const makers: Readonly<Record<string, (text: string) => NodeTest>> = {
    name: (glob) => globTest(glob, ({ path }) => baseName(path)),
    path: (glob) => globTest(glob, ({ path }) => path),
    regex: (pattern) => regexTest('regex', pattern, ({ path }) => path),
    contains: (text) => containsTest(text),
    matches: (pattern) =>
      regexTest('matches', pattern, ({ data }) => (data ? Buffer.from(data).toString('utf8') : undefined)),
    size: (text) => amountTest(parseSize('size', text), ({ dataLength }) => dataLength),
    children: (text) => amountTest(parseSize('children', text), ({ numChildren }) => numChildren),
    older: (text) => ageTest(parseAge('older', text), nowMs, (ageMs, limitMs) => ageMs > limitMs),
    newer: (text) => ageTest(parseAge('newer', text), nowMs, (ageMs, limitMs) => ageMs < limitMs),
    owner: (text) => ownerTest(text),
    type: (kind) => statTest((stat) => isEphemeral(stat) === (kind === 'ephemeral')),
  };
  const tests = Object.entries(makers).flatMap(([name, make]) => given.values(name).map(make));
  return { needsData, test: (node) => tests.every((test) => test(node)) };
}

type TextOf = (node: SubtreeNode) => string | undefined;

/** As in a shell: `*` ends at a `/`, `**` goes on. Names that begin with a dot are names like others. */
function globTest(glob: string, textOf: TextOf): NodeTest {
  const matches = picomatch(glob, { dot: true });
  return (node) => matches(textOf(node) ?? '');
}

function regexTest(option: string, pattern: string, textOf: TextOf): NodeTest {
  const expression = expressionOf(option, pattern);
  return (node) => {
    const text = textOf(node);
    return text !== undefined && expression.test(text);
  };
}

function expressionOf(option: string, pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch (error) {
    throw new UsageError(`--${option} is a regular expression of JavaScript: ${(error as Error).message}`);
  }
}

/** Compares bytes: data need not be text. */
function containsTest(text: string): NodeTest {
  const bytes = Buffer.from(text, 'utf8');
  return ({ data }) => data !== null && data !== undefined && Buffer.from(data).includes(bytes);
}

function ownerTest(text: string): NodeTest {
  if (!/^(?:0x[0-9a-f]{1,16}|\d+)$/iu.test(text)) {
    throw new UsageError(`--owner is a session such as 0x100002d262f0000, not ${text}`);
  }
  const owner = BigInt.asIntN(64, BigInt(text));
  return statTest((stat) => isEphemeral(stat) && stat.ephemeralOwner === owner);
}

/** Nothing that is asked is known of a stat that is denied. */
function statTest(test: (stat: Stat) => boolean): NodeTest {
  return ({ stat }) => stat !== undefined && test(stat);
}

function amountTest(test: AmountTest, amountOf: (stat: Stat) => number): NodeTest {
  return statTest((stat) => test(amountOf(stat)));
}

function ageTest(limitMs: number, nowMs: number, test: (ageMs: number, limitMs: number) => boolean): NodeTest {
  return statTest(({ mtimeMs }) => test(nowMs - mtimeMs, limitMs));
}
