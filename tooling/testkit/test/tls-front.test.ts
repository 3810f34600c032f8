import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { connect } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { CertificateAuthority } from '../src/certificates.ts';
import { TlsFront } from '../src/tls-front.ts';

test('what is said over TLS reaches a server without it, and its answer comes back', async () => {
  const server = createServer((socket) => socket.once('data', (chunk) => socket.end(`heard ${chunk.toString()}`)));
  onTestFinished(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const authority = new CertificateAuthority('authority');
  const { cert, key } = authority.issue({ subject: { CN: 'server' }, names: ['localhost'] });
  await using front = await TlsFront.start({ port: (server.address() as AddressInfo).port }, { cert, key });
  const socket = connect({ port: front.port, host: 'localhost', servername: 'localhost', ca: authority.cert });
  socket.write('hello');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  await once(socket, 'close');
  expect(answer.toString()).toBe('heard hello');
});
