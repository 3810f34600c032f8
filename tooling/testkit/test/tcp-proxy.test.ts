import { expect, test } from 'vitest';
import { RawSocket, TcpProxy, waitFor } from '../src/index.ts';
import { echo, startFrameServer } from './support/frame-server.ts';

const text = (frame: Uint8Array) => Buffer.from(frame).toString();

test('bytes go through in both directions', async () => {
  await using server = await startFrameServer(echo);
  await using proxy = await TcpProxy.start(server);
  using socket = await RawSocket.open(proxy);
  socket.sendFrame(Buffer.from('hello'));
  expect(text(await socket.nextFrame())).toBe('hello');
  expect(proxy.connectionCount).toBe(1);
});

test('a cut ends every connection on both sides, and lets new ones through', async () => {
  await using server = await startFrameServer(echo);
  await using proxy = await TcpProxy.start(server);
  using socket = await RawSocket.open(proxy);
  await waitFor('the connection', () => server.sockets.length === 1);
  proxy.cut();
  await socket.ended;
  await waitFor('the end at the server', () => server.sockets[0]?.destroyed === true);
  using another = await RawSocket.open(proxy);
  another.sendFrame(Buffer.from('again'));
  expect(text(await another.nextFrame())).toBe('again');
});

test('what is held back arrives after the release, in order', async () => {
  const seen: string[] = [];
  await using server = await startFrameServer((frame, send) => {
    seen.push(text(frame));
    send(frame);
  });
  await using proxy = await TcpProxy.start(server);
  using socket = await RawSocket.open(proxy);
  proxy.hold('toClient');
  socket.sendFrame(Buffer.from('one'));
  socket.sendFrame(Buffer.from('two'));
  await waitFor('both at the server', () => seen.length === 2);
  expect(socket.unreadFrames).toBe(0);
  proxy.release('toClient');
  expect([await socket.nextFrame(), await socket.nextFrame()].map(text)).toEqual(['one', 'two']);
});

test('a direction that is held stays so for new connections', async () => {
  await using server = await startFrameServer(echo);
  await using proxy = await TcpProxy.start(server);
  proxy.hold('toServer');
  using socket = await RawSocket.open(proxy);
  socket.sendFrame(Buffer.from('late'));
  await waitFor('the connection', () => server.sockets.length === 1);
  expect(server.sockets[0]?.bytesRead).toBe(0);
  proxy.release('toServer');
  expect(text(await socket.nextFrame())).toBe('late');
});

test('one direction can end while the other goes on', async () => {
  await using server = await startFrameServer(() => undefined);
  await using proxy = await TcpProxy.start(server);
  using socket = await RawSocket.open(proxy);
  await waitFor('the connection', () => server.sockets.length === 1);
  proxy.halfClose('toServer');
  await waitFor('the end of what the client sends', () => server.sockets[0]?.readableEnded === true);
  server.sockets[0]?.write(Buffer.from([0, 0, 0, 2, 0x68, 0x69]));
  expect(text(await socket.nextFrame())).toBe('hi');
});

test('a closed proxy gives its port back', async () => {
  await using server = await startFrameServer(echo);
  const proxy = await TcpProxy.start(server);
  const { port } = proxy;
  await proxy.close();
  await expect(RawSocket.open({ port })).rejects.toThrow('ECONNREFUSED');
});

test.for(['toServer', 'toClient'] as const)('a connection is cut after so many bytes %s', async (direction) => {
  const seen: string[] = [];
  await using server = await startFrameServer((frame, send) => {
    seen.push(text(frame));
    send(frame);
  });
  await using proxy = await TcpProxy.start(server);
  using socket = await RawSocket.open(proxy);
  const isCut = proxy.cutAfter(direction, 12);
  for (const frame of ['one!', 'two!']) socket.sendFrame(Buffer.from(frame));
  await Promise.all([isCut, socket.ended]);
  if (direction === 'toServer') expect(seen).toEqual(['one!']);
  else expect(socket.unreadFrames).toBe(1);
  using another = await RawSocket.open(proxy);
  another.sendFrame(Buffer.from('again'));
  expect(text(await another.nextFrame())).toBe('again');
});

test('a cut before the next byte lets none through', async () => {
  await using server = await startFrameServer(echo);
  await using proxy = await TcpProxy.start(server);
  using socket = await RawSocket.open(proxy);
  const isCut = proxy.cutAfter('toServer', 0);
  socket.sendFrame(Buffer.from('lost'));
  await Promise.all([isCut, socket.ended]);
  expect(server.sockets[0]?.bytesRead ?? 0).toBe(0);
});
