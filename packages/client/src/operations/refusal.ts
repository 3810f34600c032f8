import { BadArgumentsError, validatePath } from '@zookit/protocol';
import { nameOf, type OptionRules, problemOfOptions } from '../option-rules.ts';

/** Why a call can't be made, found before anything is sent; undefined if it can. `problem`: of its other arguments. */
export function refusalOf<Options>(
  operation: string,
  path: string,
  options: Options | undefined,
  rules: OptionRules<Options>,
  problem?: string,
): BadArgumentsError | undefined {
  const first = problemOfPath(path) ?? problem ?? problemOfOptions(options, rules);
  return first === undefined ? undefined : refusal(operation, path, first);
}

/** The error of a call that was not made; its stack shows who made it, as such an error is not made often. */
export function refusal(operation: string, path: string | undefined, detail: string): BadArgumentsError {
  const named = typeof path === 'string' && path !== '' ? path : undefined;
  const error = new BadArgumentsError(named, { operation, outcome: 'not-executed', detail });
  Error.captureStackTrace(error, refusal);
  return error;
}

/** What is wrong with a path, undefined if nothing is. */
export function problemOfPath(path: unknown): string | undefined {
  if (typeof path !== 'string') return `a path must be a string, not ${nameOf(path)}`;
  const problem = validatePath(path);
  return problem === undefined ? undefined : `the path ${problem}`;
}

/** As {@link problemOfPath}, for what paths begin with: it may end in `/`. */
export function problemOfPrefix(path: unknown): string | undefined {
  return problemOfPath(typeof path === 'string' ? `${path}0` : path);
}
