import { decode } from '@zookit/jute';
import {
  addWatchRequest,
  checkWatchesRequest,
  ErrorCode,
  errorResponse,
  OpCode,
  removeWatchesRequest,
  WatcherType,
} from '@zookit/protocol';
import { waitFor } from '@zookit/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EventType, KeeperState, NoWatcherError, systemEnvironment, type WatchedEvent } from '../../src/index.ts';
import { ScriptedServer } from '../scripted-server.ts';
import { dataFrame, eventFrame, leave, open } from './watching-peer.ts';

let server: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(() => server[Symbol.dispose]());

test('a function that watches in several ways hears each event once, in Apache’s terms', async () => {
  const { client, peer } = await open(server, { chroot: '/app' });
  const events: WatchedEvent[] = [];
  const watcher = (event: WatchedEvent): void => void events.push(event);
  const setting = [client.get('/a', { watcher }), client.get('/a', { watcher }), client.addWatch('/a', watcher)];
  for (let count = 0; count < 2; count++) {
    peer.write(dataFrame((await peer.request()).header.xid, 5n, Buffer.alloc(0)));
  }
  const { header, body } = await peer.request();
  expect(decode(addWatchRequest, body)).toEqual({ path: '/app/a', mode: 0 });
  peer.replyWith(header.xid, 5n, errorResponse, { error: 0 });
  await Promise.all(setting);
  peer.write(eventFrame(EventType.NodeDataChanged, '/app/a', 6n));
  const reading = client.get('/a');
  peer.write(dataFrame((await peer.request()).header.xid, 6n, Buffer.alloc(0)));
  await reading;
  expect(events).toEqual([{ type: EventType.NodeDataChanged, state: KeeperState.SyncConnected, path: '/a', zxid: 6n }]);
  await leave(client, server);
});

test('who removes watches tells so to those who had them', async () => {
  const { client, peer } = await open(server);
  const types: EventType[] = [];
  const setting = client.get('/a', { watcher: ({ type }) => types.push(type) });
  peer.write(dataFrame((await peer.request()).header.xid, 5n, Buffer.alloc(0)));
  await setting;
  const removing = client.removeWatches('/a', 'data');
  const { header, body } = await peer.request();
  expect([header.opCode, decode(removeWatchesRequest, body)]).toEqual([
    OpCode.removeWatches,
    { path: '/a', type: WatcherType.Data },
  ]);
  peer.reply(header.xid, 5n);
  await removing;
  expect(types).toEqual([EventType.DataWatchRemoved]);
  await leave(client, server);
});

test('to remove what is not there is an error', async () => {
  const { client, peer } = await open(server);
  const removing = client.removeWatches('/a', 'children');
  const { header } = await peer.request();
  peer.reply(header.xid, 5n, ErrorCode.NoWatcher);
  await expect(removing).rejects.toThrow(NoWatcherError);
  await leave(client, server);
});

test('watches are removed on this side alone while there is no server, if the caller says so', async () => {
  const { client, peer } = await open(server);
  const types: EventType[] = [];
  const adding = client.addWatch('/a', ({ type }) => types.push(type), { recursive: true });
  peer.replyWith((await peer.request()).header.xid, 5n, errorResponse, { error: 0 });
  await adding;
  const states = client.states();
  await states.next();
  server[Symbol.dispose]();
  expect((await states.next()).value).toMatchObject({ status: 'suspended' });
  await client.removeWatches('/a', 'any', { local: true });
  expect(types).toEqual([EventType.PersistentWatchRemoved]);
  await expect(client.removeWatches('/a', 'any', { local: true })).rejects.toThrow(NoWatcherError);
  await client.close();
});

test('a connection that is lost before it serves calls is none on which watches could be removed', async () => {
  const { client, peer } = await open(server, { environment: { ...systemEnvironment, random: () => 0 } });
  const types: EventType[] = [];
  const adding = client.addWatch('/a', ({ type }) => types.push(type));
  peer.replyWith((await peer.request()).header.xid, 5n, errorResponse, { error: 0 });
  await adding;
  const writing = client.set('/b', 'x', { version: 0 });
  await peer.request();
  peer.destroy();
  const greeted = await server.peer();
  await greeted.accept();
  for (const opCode of [OpCode.setWatches2, OpCode.sync]) expect((await greeted.request()).header.opCode).toBe(opCode);
  greeted.destroy();
  await waitFor('the next attempt', () => server.waitingCount > 0);
  await client.removeWatches('/a', 'any', { local: true, timeoutMs: Infinity });
  expect(types).toEqual([EventType.PersistentWatchRemoved]);
  writing.catch(() => undefined);
  await client.close({ timeoutMs: 0 });
});

test('the server is asked whether it watches', async () => {
  const { client, peer } = await open(server);
  const asking = [client.checkWatches('/a', 'persistent'), client.checkWatches('/a', 'children')];
  const first = await peer.request();
  expect([first.header.opCode, decode(checkWatchesRequest, first.body)]).toEqual([
    OpCode.checkWatches,
    { path: '/a', type: WatcherType.Persistent },
  ]);
  peer.reply(first.header.xid, 5n);
  peer.reply((await peer.request()).header.xid, 5n, ErrorCode.NoWatcher);
  expect(await Promise.all(asking)).toEqual([true, false]);
  await leave(client, server);
});

test('what a function throws is an uncaught exception, and the connection goes on', async () => {
  const { client, peer } = await open(server);
  const setting = client.get('/a', {
    watcher: () => {
      throw new Error('of the watcher');
    },
  });
  peer.write(dataFrame((await peer.request()).header.xid, 5n, Buffer.alloc(0)));
  await setting;
  const listeners = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  const uncaught = new Promise<Error>((resolve) => void process.once('uncaughtException', resolve));
  peer.write(eventFrame(EventType.NodeDeleted, '/a'));
  expect((await uncaught).message).toBe('of the watcher');
  for (const listener of listeners) process.on('uncaughtException', listener);
  expect(client.state.status).toBe('connected');
  await leave(client, server);
});
