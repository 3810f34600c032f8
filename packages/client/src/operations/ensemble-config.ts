import { type GetDataRequest, type GetDataResponse, reads } from '@zookit/protocol';
import { type CallOptions, callRules } from '../call-options.ts';
import { problemOfOptions } from '../option-rules.ts';
import type { CallShape } from '../session/call-shape.ts';
import { type Stat, statOf } from '../stat.ts';
import type { OperationContext } from './context.ts';
import { refusal } from './refusal.ts';
import { submit } from './submit.ts';

/** Where every server keeps the configuration of its ensemble, whatever the chroot. */
export const CONFIG_PATH = '/zookeeper/config';

/** Which servers form an ensemble. */
export interface EnsembleConfig {
  /** The zxid of the reconfig that made it, or 0. `fromVersion` of the next one. */
  readonly version: bigint;
  /** What stands behind `server.<id>=`, such as `host:2888:3888:participant;0.0.0.0:2181`, by id. Empty for a standalone server. */
  readonly servers: ReadonlyMap<bigint, string>;
  /** The text as the server has it. */
  readonly raw: string;
  /** Of `/zookeeper/config`. */
  readonly stat: Stat;
}

const SERVER_LINE = /^server\.(\d+)=(.*)$/;
const VERSION_LINE = /^version=([0-9a-fA-F]{1,16})$/;

/** The calls of `config`. */
const configShape: CallShape<GetDataRequest, GetDataResponse, EnsembleConfig> = {
  name: 'config',
  operation: reads.getData,
  result: ensembleConfigOf,
};

/** Which servers form the ensemble. */
export function config(context: OperationContext, options?: CallOptions): Promise<EnsembleConfig> {
  const problem = problemOfOptions(options, callRules);
  if (problem !== undefined) return Promise.reject(refusal('config', undefined, problem));
  return submit(context, configShape, { path: CONFIG_PATH, watch: false }, CONFIG_PATH, options);
}

/** The configuration, by a reply of a server. */
export function ensembleConfigOf({ data, stat }: GetDataResponse): EnsembleConfig {
  return { ...parseEnsembleConfig(data), stat: statOf(stat) };
}

/** Reads the data of `/zookeeper/config`; lines of another kind are passed over. */
export function parseEnsembleConfig(data: Uint8Array | null): Omit<EnsembleConfig, 'stat'> {
  const raw = data === null ? '' : new TextDecoder().decode(data);
  const servers = new Map<bigint, string>();
  let version = 0n;
  for (const line of raw.split('\n')) {
    const [, id, server] = SERVER_LINE.exec(line.trim()) ?? [];
    if (id !== undefined && server !== undefined) servers.set(BigInt(id), server);
    const [, zxid] = VERSION_LINE.exec(line.trim()) ?? [];
    if (zxid !== undefined) version = BigInt.asIntN(64, BigInt(`0x${zxid}`));
  }
  return { version, servers, raw };
}
