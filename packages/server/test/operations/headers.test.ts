import { encode } from '@zookit/jute';
import { ErrorCode, OpCode, reads, writes } from '@zookit/protocol';
import { RawClient, waitFor } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import { change, create, creation, deletion, lastZxid } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

describe('the xid of a reply', () => {
  test.for([0, 1, 2_147_483_647, -1, -2, -4, -8, -2_147_483_648])('is the request’s, be it %i', async (xid) => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    client.socket.sendFrame(
      Buffer.concat([xidAnd(xid, OpCode.exists), encode(reads.exists.request, { path: '/', watch: false })]),
    );
    client.socket.sendFrame(Buffer.concat([xidAnd(xid, OpCode.create), encode(writes.create.request, creation('/a'))]));
    const seen: number[] = [];
    client.socket.onFrame((frame) => seen.push(Buffer.from(frame).readInt32BE()));
    await waitFor('both replies', () => seen.length === 2);
    expect(seen).toEqual([xid, xid]);
  });

  test.for([-2, 5, 0, -100])('is -2 for a ping, even when that said %i', async (xid) => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    const { header, body } = await client.request(reads.ping, undefined, xid);
    expect([header.xid, header.error, body.length]).toEqual([-2, ErrorCode.Ok, 0]);
  });

  test('is answered for each of several requests that have the same', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    const replies = await Promise.all(
      client.batch(() => [
        client.request(writes.create, creation('/a'), 5),
        client.request(writes.create, creation('/b'), 5),
        client.request(reads.exists, { path: '/b', watch: false }, 5),
        client.request(reads.exists, { path: '/c', watch: false }, 4),
      ]),
    );
    expect(replies.map((reply) => reply.header.error)).toEqual([0, 0, 0, ErrorCode.NoNode]);
  });
});

describe('the zxid of a reply', () => {
  test('is its transaction’s for a write, one more than the last', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    const before = await lastZxid(client);
    const zxids: bigint[] = [];
    for (const path of ['/a', '/b', '/c']) {
      const { header } = await client.request(writes.create, creation(path));
      zxids.push(header.zxid);
    }
    expect(zxids).toEqual([before + 1n, before + 2n, before + 3n]);
  });

  test('is one of its own for a write that is refused', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    const before = await lastZxid(client);
    const refused = [
      await client.request(writes.create, creation('/zookeeper')),
      await client.request(writes.setData, change('/missing')),
      await client.request(writes.delete, deletion('/')),
      await client.request(writes.setACL, { path: '/', acl: [], version: -1 }),
    ];
    expect(refused.map(({ header }) => header.zxid - before)).toEqual([1n, 2n, 3n, 4n]);
    expect(refused.every(({ header, body }) => header.error < 0 && body.length === 0)).toBe(true);
  });

  test('is the last transaction’s for what is no write', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    using other = await RawClient.connect(server);
    const { header } = await other.request(writes.create, creation('/a'));
    const replies = [
      await client.request(reads.getData, { path: '/a', watch: true }),
      await client.request(reads.getData, { path: '/missing', watch: true }),
      await client.request(reads.checkWatches, { path: '/missing', type: 3 }),
      await client.request(reads.setWatches, { relativeZxid: 0n, dataWatches: [], existWatches: [], childWatches: [] }),
    ];
    expect(replies.map((reply) => reply.header.zxid)).toEqual(replies.map(() => header.zxid));
  });

  test('never goes back on a connection, events included', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    await client.request(reads.exists, { path: '/n', watch: true });
    await Promise.all(
      client.batch(() => [
        client.request(reads.getChildren, { path: '/', watch: true }),
        client.request(writes.create, creation('/n')),
        client.request(writes.create, creation('/n')),
        client.request(reads.getData, { path: '/n', watch: true }),
        client.request(writes.setData, change('/n')),
        client.request(reads.ping, undefined),
      ]),
    );
    const zxids = client.received.map((one) => one.zxid);
    expect(zxids).toEqual(zxids.toSorted((left, right) => Number(left - right)));
    expect(client.events).toHaveLength(3);
  });
});

describe('reconfig', () => {
  const request = { joiningServers: null, leavingServers: '3', newMembers: null, currentConfigId: -1n };

  test('is refused as disabled by default', async () => {
    await using server = await startServer();
    using client = await RawClient.connect(server);
    expect(await client.errorOf(writes.reconfig, request)).toBe(ErrorCode.ReconfigDisabled);
  });

  test('is unimplemented on a server that stands alone, even when it is enabled', async () => {
    await using server = await startServer({ reconfigEnabled: true });
    using client = await RawClient.connect(server);
    const before = await lastZxid(client);
    const { header } = await client.request(writes.reconfig, request);
    expect(header).toMatchObject({ error: ErrorCode.Unimplemented, zxid: before + 1n });
    expect(await client.errorOf(writes.create, creation('/goes-on'))).toBe(ErrorCode.Ok);
  });
});

test('the body of a reply ends where its record ends', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  await create(client, '/a', { data: new Uint8Array(3) });
  const { body } = await client.request(reads.getData, { path: '/a', watch: false });
  expect(body).toHaveLength(4 + 3 + 68);
});

/** A request header. */
function xidAnd(xid: number, opCode: number): Uint8Array {
  const header = Buffer.alloc(8);
  header.writeInt32BE(xid);
  header.writeInt32BE(opCode, 4);
  return header;
}
