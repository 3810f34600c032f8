import { connectionOperations, ErrorCode, openAclUnsafe, reads, writes, Xid, type Acl } from '@zookit/protocol';
import { RawClient } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import type { AuthProvider } from '../../src/index.ts';
import { RecordingLogger } from '../support/recording-logger.ts';
import { bytes, change, create, creation, deletion, exists, lastZxid, part } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

class Defect extends Error {}

/** A provider that does as it is told until it is told to fail. */
class BrittleProvider implements AuthProvider {
  readonly scheme = 'brittle';
  readonly isAuthenticated = true;
  failsAt: keyof AuthProvider | undefined;

  authenticate(credentials: Uint8Array | null) {
    this.#failIfTold('authenticate');
    return [{ scheme: this.scheme, id: Buffer.from(credentials ?? []).toString() }];
  }

  isValidId(): boolean {
    this.#failIfTold('isValidId');
    return true;
  }

  matches(identity: string, aclId: string): boolean {
    this.#failIfTold('matches');
    return identity === aclId;
  }

  #failIfTold(method: keyof AuthProvider): void {
    if (this.failsAt === method) throw new Defect(method);
  }
}

const brittleAcl: Acl[] = [{ permissions: 31, id: { scheme: 'brittle', id: 'me' } }];

async function startBrittle() {
  const logger = new RecordingLogger();
  const provider = new BrittleProvider();
  const server = await startServer({ logger, authProviders: [provider] });
  const client = await RawClient.connect(server);
  await client.ask(connectionOperations.auth, { type: 0, scheme: 'brittle', auth: bytes('me') }).catch(() => undefined);
  return {
    logger,
    provider,
    server,
    client,
    errors: () => logger.lines.filter(({ level }) => level === 'error'),
    [Symbol.asyncDispose]: async () => {
      client.disconnect();
      await server.close();
    },
  };
}

describe('a defect while a write is checked', () => {
  test('answers that request with -5, is logged with its cause, and leaves the tree as it was', async () => {
    await using fixture = await startBrittle();
    const { server, client, provider } = fixture;
    const { digest } = server.view.tree;
    const before = await lastZxid(client);
    provider.failsAt = 'isValidId';
    const { header } = await client.request(writes.create, creation('/a', { acl: brittleAcl }));
    expect(header).toMatchObject({ error: ErrorCode.MarshallingError, zxid: before + 1n });
    expect(server.view.tree.digest).toBe(digest);
    expect(fixture.errors()).toHaveLength(1);
    expect(fixture.errors()[0]).toMatchObject({
      message: 'request failed: internal error',
      fields: { operation: 'create', error: expect.any(Defect) as unknown },
    });
  });

  test('does not touch the requests around it', async () => {
    await using fixture = await startBrittle();
    const { client, provider } = fixture;
    provider.failsAt = 'isValidId';
    const replies = await Promise.all(
      client.batch(() => [
        client.request(writes.create, creation('/a')),
        client.request(writes.create, creation('/a/b', { acl: brittleAcl })),
        client.request(writes.create, creation('/a/c')),
        client.request(writes.multi, { operations: [part.create('/a/d'), part.create('/a/e', { acl: brittleAcl })] }),
        client.request(writes.create, creation('/a/d')),
      ]),
    );
    const errors = replies.map(({ header }) => header.error);
    expect(errors).toEqual([0, ErrorCode.MarshallingError, 0, ErrorCode.MarshallingError, 0]);
    const { children, stat } = await client.ask(reads.getChildren2, { path: '/a', watch: false });
    expect(children.toSorted()).toEqual(['c', 'd']);
    expect(stat.cversion).toBe(2);
  });
});

describe('a defect while an ACL is looked at', () => {
  test('counts as a no for a read and for a write, and is logged', async () => {
    await using fixture = await startBrittle();
    const { client, provider } = fixture;
    await create(client, '/mine', { acl: brittleAcl });
    provider.failsAt = 'matches';
    expect(await client.errorOf(reads.getData, { path: '/mine', watch: false })).toBe(ErrorCode.NoAuth);
    expect(await client.errorOf(writes.setData, change('/mine'))).toBe(ErrorCode.NoAuth);
    expect(fixture.errors().map(({ message }) => message)).toContain('authentication provider failed');
    provider.failsAt = undefined;
    expect(await client.errorOf(writes.setData, change('/mine'))).toBe(ErrorCode.Ok);
  });

  test('while a transaction is applied keeps an event back and nothing else', async () => {
    await using fixture = await startBrittle();
    const { server, client, provider } = fixture;
    using other = await RawClient.connect(server);
    await create(client, '/mine', { acl: brittleAcl });
    await client.ask(reads.getData, { path: '/mine', watch: true });
    await other.request(reads.exists, { path: '/open', watch: true });
    provider.failsAt = 'matches';
    await other.ask(writes.delete, deletion('/mine'));
    await create(other, '/open');
    expect(await exists(other, '/mine')).toBe(false);
    expect(client.events).toEqual([]);
    expect(other.events).toHaveLength(1);
  });
});

test('a defect while credentials are looked at refuses them, is logged, and ends that connection alone', async () => {
  await using fixture = await startBrittle();
  const { server, client, provider } = fixture;
  provider.failsAt = 'authenticate';
  using other = await RawClient.connect(server);
  const { header } = await other.request(
    connectionOperations.auth,
    { type: 0, scheme: 'brittle', auth: bytes('me') },
    Xid.AUTH,
  );
  expect(header).toEqual({ xid: -4, zxid: 0n, error: ErrorCode.AuthFailed });
  await other.socket.ended;
  expect(fixture.errors()[0]).toMatchObject({
    message: 'authentication provider failed',
    fields: { scheme: 'brittle' },
  });
  expect(await client.errorOf(writes.create, creation('/a', { acl: openAclUnsafe }))).toBe(ErrorCode.Ok);
});

test('a soft quota that is exceeded is logged, and the write is made', async () => {
  await using fixture = await startBrittle();
  const { client, logger } = fixture;
  await create(client, '/app');
  await create(client, '/zookeeper/quota/app');
  await create(client, '/zookeeper/quota/app/zookeeper_limits', { data: bytes('count=1,bytes=-1') });
  await create(client, '/zookeeper/quota/app/zookeeper_stats', { data: bytes('count=1,bytes=4') });
  await create(client, '/app/too-many');
  expect(logger.linesLike('quota exceeded')).toMatchObject([{ level: 'warn' }]);
});
