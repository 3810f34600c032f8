import { RequestTimeoutError } from '@zookit/protocol';
import { CertificateAuthority } from '@zookit/testkit';
import { expect, test } from 'vitest';
import type { ClientOptions } from '../src/client-options.ts';
import { connect } from '../src/connect.ts';
import { TlsError } from '../src/transport/tls-error.ts';
import { ScriptedServer } from './scripted-server.ts';

const authority = new CertificateAuthority('authority');
const { cert: ca } = authority;
const { cert, key } = authority.issue({ subject: { CN: 'server' }, names: ['localhost'] });

test.for<readonly [string, (port: number) => ClientOptions]>([
  ['behind zks://', (port) => ({ connect: `zks://localhost:${port}`, tls: { ca, reload: () => Promise.resolve({}) } })],
  ['by the option `tls`', (port) => ({ connect: `localhost:${port}`, tls: { ca } })],
  ['because it says so itself', (port) => ({ connect: [{ host: 'localhost', port, tls: true }], tls: { ca } })],
])('a server is spoken to by TLS %s', async ([, options]) => {
  using server = await ScriptedServer.start({ cert, key });
  const connecting = connect(options(server.endpoint.port));
  const peer = await server.peer();
  await peer.accept();
  const client = await connecting;
  expect(client.state.status).toBe('connected');
  const closing = client.close();
  peer.reply((await peer.request()).header.xid, 1n);
  await closing;
});

test('a session goes from a server with TLS to one without', async () => {
  using secure = await ScriptedServer.start({ cert, key });
  using plain = await ScriptedServer.start();
  const servers = [
    { host: 'localhost', port: secure.endpoint.port, tls: true },
    { ...plain.endpoint, tls: false },
  ];
  const connecting = connect({ connect: servers, tls: { ca }, environment: { random: () => 0 } });
  const first = await secure.peer();
  await first.accept();
  const client = await connecting;
  first.destroy();
  const second = await plain.peer();
  expect((await second.accept()).sessionId).toBe(7n);
  const asked = client.exists('/a');
  second.reply((await second.request()).header.xid, 1n, -101);
  expect(await asked).toBeUndefined();
  const closing = client.close();
  second.reply((await second.request()).header.xid, 1n);
  await closing;
});

test('connect says why no server was trusted', async () => {
  using server = await ScriptedServer.start({ cert, key });
  const connecting = connect({ connect: `zks://localhost:${server.endpoint.port}` }, { timeoutMs: 300 });
  const error: unknown = await connecting.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RequestTimeoutError);
  expect((error as RequestTimeoutError).cause).toBeInstanceOf(TlsError);
});
