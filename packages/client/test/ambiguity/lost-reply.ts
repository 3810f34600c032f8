import { type Codec, decode } from '@zookit/jute';
import { type ConnectResponse, opName, type Stat } from '@zookit/protocol';
import { expect } from 'vitest';
import type { ClientOptions, ZooKeeper } from '../../src/index.ts';
import type { ScriptedPeer, ScriptedServer, SeenRequest } from '../scripted-server.ts';
import { open, unknownSession } from '../session/clients.ts';
import { wireStat } from '../wire-stat.ts';

/** The zxid that the client has seen when it sends what gets lost. */
export const SEEN = 10n;

/** Whose reply was lost: what the client had asked, and the connection on which it finds out. */
export interface LostReply<Result> {
  readonly client: ZooKeeper;
  readonly asked: SeenRequest;
  readonly peer: ScriptedPeer;
  readonly result: Promise<Result>;
}

/** Makes a call, takes its request, ends the connection instead of answering, and grants the session again, or another one. */
export async function loseReply<Result>(
  server: ScriptedServer,
  call: (client: ZooKeeper) => Promise<Result>,
  how: {
    readonly isRenewed?: boolean;
    readonly options?: Partial<ClientOptions>;
    readonly grant?: Partial<ConnectResponse>;
  } = {},
): Promise<LostReply<Result>> {
  const { client, peer } = await open(server, how.options);
  const seeing = client.exists('/seen');
  peer.reply((await peer.request()).header.xid, SEEN, -101);
  await seeing;
  const result = call(client);
  result.catch(() => undefined);
  const asked = await peer.request();
  peer.destroy();
  if (how.isRenewed === true) await (await server.peer()).accept(unknownSession);
  const next = await server.peer();
  await next.accept(how.isRenewed === true ? { sessionId: 8n, ...how.grant } : how.grant);
  return { client, asked, peer: next, result };
}

/** The same with calls that are sent together. Gives what became of each, and the next connection. */
export async function loseReplies(
  server: ScriptedServer,
  make: (client: ZooKeeper) => readonly Promise<unknown>[],
): Promise<{
  readonly client: ZooKeeper;
  readonly peer: ScriptedPeer;
  readonly results: Promise<PromiseSettledResult<unknown>[]>;
}> {
  const { client, peer } = await open(server);
  const seeing = client.exists('/seen');
  peer.reply((await peer.request()).header.xid, SEEN, -101);
  await seeing;
  const calls = make(client);
  const results = Promise.allSettled(calls);
  for (const _ of calls) await peer.request();
  peer.destroy();
  const next = await server.peer();
  await next.accept();
  return { client, peer: next, results };
}

/** Answers the sync that stands before all questions. */
export async function answerSync(peer: ScriptedPeer): Promise<void> {
  const { header } = await peer.request();
  expect(opName(header.opCode)).toBe('sync');
  peer.reply(header.xid, 50n, 0, Buffer.from([0, 0, 0, 1, 0x2f]));
}

/** Takes the next request, which must be of a kind, and answers it by an error or a record. */
export async function answer<T>(
  peer: ScriptedPeer,
  opCode: number,
  reply: number | readonly [Codec<T>, T],
): Promise<SeenRequest> {
  const request = await peer.request();
  expect(opName(request.header.opCode)).toBe(opName(opCode));
  if (typeof reply === 'number') peer.reply(request.header.xid, 51n, reply);
  else peer.replyWith(request.header.xid, 51n, ...reply);
  return request;
}

/** Answers a request that must be the same as the lost one. */
export async function answerAgain<T>(lost: LostReply<unknown>, reply: number | readonly [Codec<T>, T]): Promise<void> {
  const { header, body } = await answer(lost.peer, lost.asked.header.opCode, reply);
  expect(header.opCode).toBe(lost.asked.header.opCode);
  expect(Buffer.from(body)).toEqual(Buffer.from(lost.asked.body));
}

/** The request that got lost, read by its codec. */
export function requestOf<T>(codec: Codec<T>, { asked }: LostReply<unknown>): T {
  return decode(codec, asked.body);
}

/** A stat: everything happened before {@link SEEN} unless it says otherwise. */
export function statOf(fields: Partial<Stat> = {}): Stat {
  return wireStat({ czxid: 5n, mzxid: 5n, pzxid: 5n, dataLength: 1, ...fields });
}
