import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { freePort } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { systemEnvironment } from '../../src/environment.ts';

test('what is written comes back from a server that echoes, and then its end is told', async () => {
  const server = createServer((socket) => socket.once('data', (chunk) => socket.end(chunk))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const received = await new Promise<string>((resolve, reject) => {
    let text = '';
    const transport = systemEnvironment.dial(
      { host: '127.0.0.1', port },
      {
        onConnected: () => transport.write(Buffer.from('hello')),
        onBytes: (chunk) => (text += Buffer.from(chunk).toString()),
        onDrained() {},
        onClosed: (error) => (error === undefined ? resolve(text) : reject(error)),
      },
      undefined,
    );
  });
  server.close();
  expect(received).toBe('hello');
});

test('a port on which nobody listens ends the connection by an error', async () => {
  const port = await freePort();
  const error = await new Promise((resolve) => {
    systemEnvironment.dial(
      { host: '127.0.0.1', port },
      { onConnected() {}, onBytes() {}, onDrained() {}, onClosed: resolve },
      undefined,
    );
  });
  expect(error).toMatchObject({ code: 'ECONNREFUSED' });
});
