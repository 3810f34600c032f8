import type { GetDataResponse, ReconfigRequest } from '@zookit/protocol';
import { CONFIG_PATH, ensembleConfigOf } from '../operations/ensemble-config.ts';
import type { GreetingLine } from '../session/greeter.ts';
import type { LostRequest, Settled } from '../session/settle.ts';
import { dataAt } from './probes.ts';
import { notExecuted, unknown } from './verdicts.ts';

const ANY_CONFIG = -1n;
const ENTRY = /^server\.(\d+)=(.*)$/;
const ROLE = /:(participant|observer)$/;

/** What became of a reconfig: the configuration says from which transaction it is, and what it consists of. */
export async function settleReconfig(
  { request, sentAfterZxid }: LostRequest<ReconfigRequest>,
  line: GreetingLine,
): Promise<Settled<GetDataResponse>> {
  const found = await dataAt(line, CONFIG_PATH);
  if (found === undefined) return unknown;
  const { version, servers } = ensembleConfigOf(found);
  if (version === request.currentConfigId) return notExecuted;
  if (version <= sentAfterZxid) return request.currentConfigId === ANY_CONFIG ? notExecuted : unknown;
  return isAsAsked(request, servers) ? { type: 'done', response: found } : unknown;
}

function isAsAsked(request: ReconfigRequest, servers: ReadonlyMap<bigint, string>): boolean {
  const present = new Map([...servers].map(([id, server]) => [id, normalOf(server)]));
  const isPresent = ([id, server]: readonly [bigint, string]): boolean => present.get(id) === server;
  const members = entriesOf(request.newMembers);
  if (members.length > 0) return members.length === present.size && members.every(isPresent);
  const leaving = (request.leavingServers ?? '').split(',').filter((id) => /^\s*\d+\s*$/.test(id));
  return entriesOf(request.joiningServers).every(isPresent) && leaving.every((id) => !present.has(BigInt(id.trim())));
}

function entriesOf(list: string | null): readonly (readonly [bigint, string])[] {
  return (list ?? '').split(/[,\n]/).flatMap((entry) => {
    const [, id, server] = ENTRY.exec(entry.trim()) ?? [];
    return id === undefined || server === undefined ? [] : [[BigInt(id), normalOf(server)] as const];
  });
}

/** A server writes out the role and the address for clients, which may be left out: `host:2888:3888;2181`. */
function normalOf(server: string): string {
  const [addresses = '', client = ''] = server.split(';');
  const role = ROLE.test(addresses) ? addresses : `${addresses}:participant`;
  return `${role};${client.includes(':') ? client : `0.0.0.0:${client}`}`;
}
