import { CertificateAuthority, TcpProxy, TlsFront } from '@zookit/testkit';
import { describe, expect } from 'vitest';
import { stateOf } from '../state-of.ts';
import type { Suite } from '../suite.ts';

const authority = new CertificateAuthority('suite');
const { cert, key } = authority.issue({ subject: { CN: 'server' }, names: ['localhost'] });
const { cert: ca } = authority;
const environment = { random: (): number => 0.02 };

/** Connections by TLS, which ends in front of the server. */
export function describeTls({ test }: Suite): void {
  describe('TLS', () => {
    test('carries large data both ways, and many calls at once', async ({ tree }) => {
      await using front = await TlsFront.start(tree.server, { cert, key });
      const client = await tree.connect({ connect: `zks://localhost:${front.port}`, tls: { ca } });
      const data = Buffer.alloc(900_000, 'zookeeper');
      await client.create('/large', data);
      const answers = await Promise.all(Array.from({ length: 20 }, () => client.get('/large')));
      for (const answer of answers) expect(Buffer.compare(answer.data, data)).toBe(0);
    });

    test('is begun again when a connection is cut, and the session goes on', async ({ tree }) => {
      await using front = await TlsFront.start(tree.server, { cert, key });
      await using proxy = await TcpProxy.start(front);
      const client = await tree.connect({ connect: `zks://localhost:${proxy.port}`, tls: { ca }, environment });
      const { session } = await stateOf(client, 'connected');
      for (const bytes of [0, 1, 5, 100, 1000]) {
        const cut = proxy.cutAfter('toClient', bytes);
        proxy.cut();
        const answer = client.exists('/');
        await cut;
        await expect(answer).resolves.toBeDefined();
      }
      expect((await client.ready()).id).toBe(session.id);
    });

    test('is no obstacle to going from a server with it to one without', async ({ tree }) => {
      const front = await TlsFront.start(tree.server, { cert, key });
      const servers = [
        { host: 'localhost', port: front.port, tls: true },
        { host: '127.0.0.1', port: tree.server.port, tls: false },
      ];
      const client = await tree.connect({ connect: servers.slice(0, 1), tls: { ca }, environment });
      const { session } = await stateOf(client, 'connected');
      await client.updateServerList(servers);
      await front[Symbol.asyncDispose]();
      await expect(client.exists('/')).resolves.toBeDefined();
      const { server, session: same } = await stateOf(client, 'connected');
      expect(server.port).toBe(tree.server.port);
      expect(same.id).toBe(session.id);
    });
  });
}
