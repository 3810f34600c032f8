import { decode } from '@zookit/jute';
import { ErrorCode, EventType, getDataRequest, OpCode } from '@zookit/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  connect,
  type Dial,
  type Endpoint,
  type EnsembleUpdate,
  systemEnvironment,
  type ZooKeeper,
} from '../../src/index.ts';
import { type ScriptedPeer, ScriptedServer } from '../scripted-server.ts';
import type { AddressMapping } from '../../src/watches/ensemble-tracking.ts';
import { dataFrame, eventFrame, leave } from './watching-peer.ts';

const CONFIG = '/zookeeper/config';
/** A client that stays where it is as long as it may. */
const environment = { ...systemEnvironment, random: () => 0.99 };

let server: ScriptedServer;
let other: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
  other = await ScriptedServer.start();
});

afterEach(() => {
  server[Symbol.dispose]();
  other[Symbol.dispose]();
});

function line(id: number, { port }: { readonly port: number }): string {
  return `server.${id}=127.0.0.1:2888:3888:participant;0.0.0.0:${port}`;
}

async function answerConfig(peer: ScriptedPeer, zxid: bigint, ...lines: readonly string[]): Promise<void> {
  const { header, body } = await peer.request();
  expect([header.opCode, decode(getDataRequest, body)]).toEqual([OpCode.getData, { path: CONFIG, watch: true }]);
  peer.write(dataFrame(header.xid, zxid, Buffer.from(lines.join('\n'))));
}

function updatesOf(client: ZooKeeper): EnsembleUpdate[] {
  const updates: EnsembleUpdate[] = [];
  client.addEventListener('ensemble', ({ detail }) => updates.push(detail));
  return updates;
}

test('the client follows the configuration of its ensemble, whatever its chroot, and goes where the servers are', async () => {
  const connecting = connect({ connect: [server.endpoint], chroot: '/app', ensembleTracking: true, environment });
  const peer = await server.peer();
  await peer.accept();
  const client = await connecting;
  const updates = updatesOf(client);
  await answerConfig(peer, 6n, line(1, server.endpoint), line(2, other.endpoint), 'version=5');
  peer.write(eventFrame(EventType.NodeDataChanged, CONFIG, 7n));
  await answerConfig(peer, 7n, line(2, other.endpoint), 'version=7');
  const next = await other.peer();
  await next.accept();
  expect(updates).toEqual([
    { version: 5n, endpoints: [server.endpoint, other.endpoint] },
    { version: 7n, endpoints: [other.endpoint] },
  ]);
  other[Symbol.dispose]();
  await leave(client, server);
});

test('a server that announces another address is sought where the mapping says', async () => {
  const mapAddress = (): { host: string; port: number } => server.endpoint;
  const connecting = connect({ connect: [server.endpoint], ensembleTracking: { mapAddress }, environment });
  const peer = await server.peer();
  await peer.accept();
  const client = await connecting;
  const updates = updatesOf(client);
  await answerConfig(peer, 6n, line(1, { port: 1 }), 'version=5');
  const reading = client.exists('/');
  peer.reply((await peer.request()).header.xid, 6n, ErrorCode.NoNode);
  await reading;
  expect(updates).toEqual([{ version: 5n, endpoints: [server.endpoint] }]);
  await leave(client, server);
});

test('a list that does not say of each server where it is for clients changes nothing', async () => {
  const connecting = connect({ connect: [server.endpoint], ensembleTracking: true, environment });
  const peer = await server.peer();
  await peer.accept();
  const client = await connecting;
  const updates = updatesOf(client);
  await answerConfig(peer, 6n, 'server.1=127.0.0.1:2888:3888:participant', line(2, other.endpoint), 'version=5');
  peer.write(eventFrame(EventType.NodeDataChanged, CONFIG, 7n));
  await answerConfig(peer, 7n, line(1, server.endpoint), line(2, other.endpoint), 'version=7');
  const reading = client.exists('/');
  peer.reply((await peer.request()).header.xid, 7n, ErrorCode.NoNode);
  await reading;
  expect(updates).toEqual([{ version: 7n, endpoints: [server.endpoint, other.endpoint] }]);
  await leave(client, server);
});

test.for<[host: string, mapAddress?: AddressMapping]>([
  ['127.0.0.1'],
  ['localhost', ({ port }) => ({ host: 'localhost', port })],
])(
  'the servers are spoken to by TLS like the one that announced them, be the connection over: %s',
  async ([host, mapAddress]) => {
    const dialled: Endpoint[] = [];
    const dial: Dial = (endpoint, events) => {
      dialled.push(endpoint);
      return systemEnvironment.dial(endpoint, events, undefined);
    };
    const connecting = connect({
      connect: `zks://127.0.0.1:${server.endpoint.port}`,
      ensembleTracking: mapAddress === undefined || { mapAddress },
      environment: { ...environment, dial },
    });
    const peer = await server.peer();
    await peer.accept();
    const client = await connecting;
    const { header } = await peer.request();
    const config = dataFrame(header.xid, 6n, Buffer.from(line(2, other.endpoint)));
    peer.write(Buffer.concat([config, Buffer.from('ffffffff', 'hex')]));
    await other.peer();
    expect(dialled).toContainEqual({ host, port: other.endpoint.port, tls: true });
    expect(dialled.every(({ tls }) => tls === true)).toBe(true);
    other[Symbol.dispose]();
    await leave(client, server);
  },
);

test('a server alone, and one without a configuration, change nothing', async () => {
  const connecting = connect({ connect: [server.endpoint], ensembleTracking: true, environment });
  const peer = await server.peer();
  await peer.accept();
  const client = await connecting;
  const updates = updatesOf(client);
  await answerConfig(peer, 6n);
  peer.write(eventFrame(EventType.NodeDeleted, CONFIG, 7n));
  for (const opCode of [OpCode.getData, OpCode.exists]) {
    const { header } = await peer.request();
    expect(header.opCode).toBe(opCode);
    peer.reply(header.xid, 7n, ErrorCode.NoNode);
  }
  const reading = client.exists('/');
  peer.reply((await peer.request()).header.xid, 7n, ErrorCode.NoNode);
  await reading;
  expect(updates).toEqual([]);
  await leave(client, server);
});

test('who may not read the configuration is warned, once, and goes on with the servers that he knows', async () => {
  const warned = new Promise<Error>((resolve) => void process.once('warning', resolve));
  const connecting = connect({ connect: [server.endpoint], ensembleTracking: true, environment });
  const peer = await server.peer();
  await peer.accept();
  const client = await connecting;
  peer.reply((await peer.request()).header.xid, 6n, ErrorCode.NoAuth);
  expect(await warned).toMatchObject({ code: 'ZOOKIT_TRACKING', message: expect.stringContaining('NoAuth') as string });
  expect(client.state.status).toBe('connected');
  await leave(client, server);
});
