import { NoNodeError } from '@zookit/protocol';
import type { OperationContext } from '../operations/context.ts';
import { refusalOf } from '../operations/refusal.ts';
import { type OptionRules, signalRule } from '../option-rules.ts';
import type { Stat } from '../stat.ts';
import { childrenAndWatch, existsAndWatch, getAndWatch } from './and-watch.ts';
import { type Observation, type ObserveOptions, type Seen, WatchedState } from './observation.ts';
import type { OneShot } from './one-shot.ts';
import { patiently, PATIENT } from './patient.ts';

const rules: OptionRules<ObserveOptions> = { signal: signalRule };

/** A znode as it was at some moment. */
export type Observed<Value> =
  { readonly exists: true; readonly value: Value; readonly stat: Stat } | { readonly exists: false };

/** Follows the data of a znode, through deletions and re-creations. Works with servers of any version. */
export function observe(
  context: OperationContext,
  path: string,
  options?: ObserveOptions,
): Observation<Observed<Uint8Array>> {
  return observeAs(context, path, (data) => data, options);
}

/** As {@link observe}, with the data as a value. What `decode` throws ends the observation. */
export function observeAs<Value>(
  context: OperationContext,
  path: string,
  decode: (data: Uint8Array) => Value,
  options: ObserveOptions = {},
): Observation<Observed<Value>> {
  const refused = refusalOf('observe', path, options, rules);
  if (refused !== undefined) throw refused;
  const patient = patiently(context);
  const read = (signal: AbortSignal): Promise<Seen<Observed<Value>>> => readData(patient, path, decode, signal);
  return new WatchedState(context.requests, read, options.signal);
}

/** Follows the names of a znode's children; undefined while there is no znode. Works with servers of any version. */
export function observeChildren(
  context: OperationContext,
  path: string,
  options: ObserveOptions = {},
): Observation<readonly string[] | undefined> {
  const refused = refusalOf('observe', path, options, rules);
  if (refused !== undefined) throw refused;
  const patient = patiently(context);
  const read = (signal: AbortSignal): Promise<Seen<readonly string[] | undefined>> => readNames(patient, path, signal);
  return new WatchedState(context.requests, read, options.signal);
}

async function readData<Value>(
  context: OperationContext,
  path: string,
  decode: (data: Uint8Array) => Value,
  signal: AbortSignal,
): Promise<Seen<Observed<Value>>> {
  const seen = await whilePresent(() => getAndWatch(context, path, { signal, ...PATIENT }));
  if (seen !== undefined) {
    const { data, stat, watch } = seen;
    const value = await orDispose(watch, () => decode(data));
    return { state: { exists: true, value, stat }, zxid: stat.mzxid, watch };
  }
  const watch = await watchAbsent(context, path, signal);
  if (watch === undefined) return readData(context, path, decode, signal);
  return { state: { exists: false }, zxid: undefined, watch };
}

async function readNames(
  context: OperationContext,
  path: string,
  signal: AbortSignal,
): Promise<Seen<readonly string[] | undefined>> {
  const seen = await whilePresent(() => childrenAndWatch(context, path, { signal, ...PATIENT }));
  if (seen !== undefined) return { state: seen.names, zxid: seen.stat.pzxid, watch: seen.watch };
  const watch = await watchAbsent(context, path, signal);
  if (watch === undefined) return readNames(context, path, signal);
  return { state: undefined, zxid: undefined, watch };
}

async function whilePresent<Result>(read: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NoNodeError) return undefined;
    throw error;
  }
}

/** What `decode` gives. When it throws, nobody will wait for the watch. */
async function orDispose<Value>(watch: OneShot, decode: () => Value): Promise<Value> {
  try {
    return decode();
  } catch (error) {
    await watch[Symbol.asyncDispose]();
    throw error;
  }
}

/** A watch for a znode to come; undefined when it has come meanwhile. */
async function watchAbsent(context: OperationContext, path: string, signal: AbortSignal): Promise<OneShot | undefined> {
  const { stat, watch } = await existsAndWatch(context, path, { signal, ...PATIENT });
  if (stat === undefined) return watch;
  await watch[Symbol.asyncDispose]();
  return undefined;
}
