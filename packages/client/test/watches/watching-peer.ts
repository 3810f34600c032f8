import { encode } from '@zookit/jute';
import {
  type ConnectResponse,
  EventType,
  getDataResponse,
  KeeperState,
  replyHeader,
  type Stat as WireStat,
  watcherEvent,
  Xid,
} from '@zookit/protocol';
import { frameOf, type VirtualClock, waitFor } from '@zookit/testkit';
import { type ClientOptions, connect, type ZooKeeper } from '../../src/index.ts';
import type { ScriptedPeer, ScriptedServer } from '../scripted-server.ts';
import { wireStat } from '../wire-stat.ts';

/** Of a znode that nothing happened to. */
export const stat: WireStat = wireStat({ mzxid: 2n });

/** A client and the server's end of its connection. */
export async function open(
  server: ScriptedServer,
  options: Partial<ClientOptions> = {},
  response: Partial<ConnectResponse> = {},
): Promise<{ client: ZooKeeper; peer: ScriptedPeer }> {
  const connecting = connect({ connect: [server.endpoint], ...options });
  const peer = await server.peer();
  await peer.accept(response);
  return { client: await connecting, peer };
}

/** The next connection, which a client makes when its clock goes on. */
export async function reconnected(
  server: ScriptedServer,
  clock: VirtualClock,
  response: Partial<ConnectResponse> = {},
): Promise<ScriptedPeer> {
  await waitFor('a connection', () => {
    clock.advance(1);
    return server.waitingCount > 0;
  });
  const peer = await server.peer();
  await peer.accept(response);
  return peer;
}

/** Lets the server go, so that nobody has to answer the end of the session. */
export async function leave(client: ZooKeeper, server: ScriptedServer): Promise<void> {
  server[Symbol.dispose]();
  await client.close();
}

/** The frame of a watch event. */
export function eventFrame(type: EventType, path: string, zxid = -1n): Uint8Array {
  const header = encode(replyHeader, { xid: Xid.NOTIFICATION, zxid, error: 0 });
  return frameOf(Buffer.concat([header, encode(watcherEvent, { type, state: KeeperState.SyncConnected, path })]));
}

/** The frame of a reply to `get`. */
export function dataFrame(xid: number, zxid: bigint, data: Uint8Array, mzxid: bigint = zxid): Uint8Array {
  const body = encode(getDataResponse, { data, stat: { ...stat, mzxid } });
  return frameOf(Buffer.concat([encode(replyHeader, { xid, zxid, error: 0 }), body]));
}
