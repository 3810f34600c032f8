import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect } from '../../src/index.ts';
import { granted, ScriptedServer } from '../scripted-server.ts';
import { impatient, leave, open } from './clients.ts';

let server: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(() => server[Symbol.dispose]());

test('who logs a state or writes it as JSON does not tell the password of the session', async () => {
  const { client } = await open(server);
  const { state } = client;
  expect(inspect(state, { depth: Infinity })).not.toContain('password');
  expect(JSON.parse(JSON.stringify(state))).toMatchObject({
    status: 'connected',
    session: { id: '7', timeoutMs: 9000, generation: 1 },
  });
  expect(JSON.stringify(state)).not.toContain('password');
  expect((await client.ready()).password).toEqual(granted.password);
  await leave(client, server);
});

test('what ready gave is a session to go on with', async () => {
  const { client, peer } = await open(server);
  const resume = await client.ready();
  peer.destroy();
  const closing = client.close({ keepSession: true, timeoutMs: 0 });
  await closing;
  using other = await ScriptedServer.start();
  const connecting = connect({ connect: [other.endpoint], resume, environment: impatient });
  expect(await (await other.peer()).accept()).toMatchObject({ sessionId: 7n, password: granted.password });
  await leave(await connecting, other);
});

test('a client that is logged tells its name, however its class is called, and how it stands', async () => {
  const { client } = await open(server);
  const at = `127.0.0.1:${String(server.endpoint.port)}`;
  expect(inspect(client)).toBe(`ZooKeeper { status: 'connected', server: '${at}', sessionId: 7n }`);
  expect(inspect(client.namespace('/a'))).toContain("ZooKeeper { status: 'connected'");
  await leave(client, server);
  expect(inspect(client)).toBe("ZooKeeper { status: 'closed' }");
});
