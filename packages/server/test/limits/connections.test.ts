import { reads } from '@zookit/protocol';
import { RawClient, RawSocket, waitFor } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import type { ZooKeeperServer } from '../../src/index.ts';
import { RecordingLogger } from '../support/recording-logger.ts';
import { exists } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

const connections = (server: ZooKeeperServer) => [...server.view.connections].length;

/** Connects and gives whether the server serves the connection. */
async function isServed(server: ZooKeeperServer, localAddress = '127.0.0.1'): Promise<boolean> {
  return RawClient.connect({ port: server.port, localAddress }).then(
    (client) => {
      client.disconnect();
      return true;
    },
    () => false,
  );
}

describe('the limit for one address', () => {
  test('closes connections beyond it without an answer, and lets other addresses in', async () => {
    const logger = new RecordingLogger();
    await using server = await startServer({ logger, connectionsPerAddressMax: 2 });
    using one = await RawClient.connect(server);
    using _two = await RawClient.connect(server);
    expect(await isServed(server)).toBe(false);
    expect(await isServed(server, '127.0.0.2')).toBe(true);
    expect(await exists(one, '/')).toBe(true);
    expect(logger.linesLike('connection refused')).toMatchObject([{ level: 'warn', fields: { max: 2 } }]);
  });

  test('counts who is there, not who was', async () => {
    await using server = await startServer({ connectionsPerAddressMax: 1 });
    for (let count = 0; count < 20; count++) {
      const client = await RawClient.connect(server);
      expect(await isServed(server)).toBe(false);
      client.disconnect();
      await waitFor('the connection to be gone', () => connections(server) === 0);
    }
    expect(await isServed(server)).toBe(true);
  });

  test('counts connections without a session', async () => {
    await using server = await startServer({ connectionsPerAddressMax: 1 });
    using _silent = await RawSocket.open(server);
    await waitFor('the connection', () => connections(server) === 1);
    expect(await isServed(server)).toBe(false);
  });

  test('is 60 unless it is set', async () => {
    await using server = await startServer();
    const sockets = await Promise.all(Array.from({ length: 60 }, () => RawSocket.open(server)));
    await waitFor('60 connections', () => connections(server) === 60);
    expect(await isServed(server)).toBe(false);
    for (const socket of sockets) socket.destroy();
  });

  test('is none when it is 0', async () => {
    await using server = await startServer({ connectionsPerAddressMax: 0 });
    const sockets = await Promise.all(Array.from({ length: 100 }, () => RawSocket.open(server)));
    await waitFor('100 connections', () => connections(server) === 100);
    expect(await isServed(server)).toBe(true);
    for (const socket of sockets) socket.destroy();
  });
});

describe('the limit for all', () => {
  test('closes connections beyond it, wherever they come from', async () => {
    const logger = new RecordingLogger();
    await using server = await startServer({ logger, connectionsMax: 2 });
    using one = await RawClient.connect(server);
    using two = await RawClient.connect({ port: server.port, localAddress: '127.0.0.2' });
    expect(await isServed(server, '127.0.0.3')).toBe(false);
    expect(logger.linesLike('connection refused')).toHaveLength(1);
    two.disconnect();
    await waitFor('the connection to be gone', () => connections(server) === 1);
    expect(await isServed(server, '127.0.0.3')).toBe(true);
    expect(await one.errorOf(reads.exists, { path: '/', watch: false })).toBe(0);
  });
});
