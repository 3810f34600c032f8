import { NoNodeError } from '@zookit/protocol';
import { type CallOptions, callRules } from '../call-options.ts';
import { INT_MAX, type OptionRules, positiveRule, wholeNumberRule } from '../option-rules.ts';
import type { Stat } from '../stat.ts';
import { children } from './children.ts';
import type { OperationContext } from './context.ts';
import { exists } from './exists.ts';
import { refusalOf } from './refusal.ts';
import { settled, valueOf } from './settled.ts';

const CONCURRENCY = 32;

/** What a walk can be told. `timeoutMs` is for each of its requests. */
export interface WalkOptions extends CallOptions {
  /** How many requests may be under way ahead of the caller. Default 32. */
  readonly concurrency?: number | undefined;
  /** How far below the first znode to go; 0 is that znode alone. Default: to the end. */
  readonly maxDepth?: number | undefined;
}

/** A znode that a walk has come to. */
export interface WalkedNode {
  readonly path: string;
  readonly stat: Stat;
}

const rules: OptionRules<WalkOptions> = {
  ...callRules,
  concurrency: positiveRule,
  maxDepth: wholeNumberRule(0, INT_MAX),
};

/** What one request of a walk showed; undefined for a znode that has gone. */
type Visit = { readonly names: readonly string[]; readonly stat: Stat } | undefined;

/** A znode to come to. Its visit is under way, or not yet. */
interface Step {
  readonly path: string;
  readonly depth: number;
  visit: Promise<PromiseSettledResult<Visit>> | undefined;
}

/**
 * The znodes at and below a path, parents before their children. Requests go out ahead of the caller. Znodes that go
 * meanwhile are left out, and so is what comes behind the walk.
 */
export async function* walk(
  context: OperationContext,
  path: string,
  options: WalkOptions = {},
): AsyncGenerator<WalkedNode, void, undefined> {
  const refused = refusalOf('walk', path, options, rules);
  if (refused !== undefined) throw refused;
  const { concurrency = CONCURRENCY, maxDepth = INT_MAX, ...call } = options;
  /** The next step is the last. */
  const steps: Step[] = [{ path, depth: 0, visit: undefined }];
  for (let step = steps.at(-1); step !== undefined; step = steps.at(-1)) {
    for (const ahead of steps.slice(-concurrency).reverse())
      ahead.visit ??= settled(visit(context, ahead, maxDepth, call));
    steps.pop();
    const seen = valueOf(await step.visit!);
    if (seen === undefined) continue;
    for (const name of seen.names.toReversed()) steps.push(below(step, name));
    yield { path: step.path, stat: seen.stat };
  }
}

function below({ path, depth }: Step, name: string): Step {
  return { path: path === '/' ? `/${name}` : `${path}/${name}`, depth: depth + 1, visit: undefined };
}

async function visit(
  context: OperationContext,
  { path, depth }: Step,
  maxDepth: number,
  call: CallOptions,
): Promise<Visit> {
  try {
    if (depth < maxDepth) return await children(context, path, call);
    const stat = await exists(context, path, call);
    return stat && { names: [], stat };
  } catch (error) {
    if (error instanceof NoNodeError) return undefined;
    throw error;
  }
}
