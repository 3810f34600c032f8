import { expect, test } from 'vitest';
import { ConnectionEndedError, exchange, freePort, RawSocket, waitFor } from '../src/index.ts';
import { echo, startFrameServer } from './support/frame-server.ts';

const text = (frame: Uint8Array) => Buffer.from(frame).toString();

test('frames are received in order, however they were sent', async () => {
  await using server = await startFrameServer(echo);
  using socket = await RawSocket.open(server);
  socket.batch(() => {
    socket.sendFrame(Buffer.from('one'));
    socket.sendFrame(Buffer.from('two'));
  });
  socket.write(Buffer.from([0, 0]));
  socket.write(Buffer.from([0, 1, 0x33]));
  expect([await socket.nextFrame(), await socket.nextFrame(), await socket.nextFrame()].map(text)).toEqual([
    'one',
    'two',
    '3',
  ]);
});

test('frames that nobody asked for are kept and counted', async () => {
  await using server = await startFrameServer(echo);
  using socket = await RawSocket.open(server);
  socket.sendFrame(Buffer.from('kept'));
  await waitFor('the frame', () => socket.unreadFrames === 1);
  const taken: string[] = [];
  socket.onFrame((frame) => taken.push(text(frame)));
  expect(taken).toEqual(['kept']);
});

test('an end by the server rejects whoever waits for a frame', async () => {
  await using server = await startFrameServer((_frame, _send, socket) => socket.end());
  using socket = await RawSocket.open(server);
  const frame = socket.nextFrame();
  socket.sendFrame(Buffer.from('bye'));
  await expect(frame).rejects.toThrow(ConnectionEndedError);
  await expect(socket.nextFrame()).rejects.toThrow(ConnectionEndedError);
  await socket.ended;
  expect(socket.isEnded).toBe(true);
});

test('a reset by the server counts as an end', async () => {
  await using server = await startFrameServer((_frame, _send, socket) => socket.resetAndDestroy());
  using socket = await RawSocket.open(server);
  socket.sendFrame(Buffer.from('bye'));
  await socket.ended;
});

test('a socket that has ended its writing still reads', async () => {
  await using server = await startFrameServer(echo);
  using socket = await RawSocket.open(server);
  socket.sendFrame(Buffer.from('last words'));
  socket.endWriting();
  expect(text(await socket.nextFrame())).toBe('last words');
});

test('a paused socket receives nothing until it is resumed', async () => {
  await using server = await startFrameServer(echo);
  using socket = await RawSocket.open(server);
  socket.pause();
  socket.sendFrame(Buffer.from('wait'));
  await waitFor('the echo to leave', () => server.sockets[0]?.bytesWritten === 8);
  expect(socket.unreadFrames).toBe(0);
  expect(socket.unsentBytes).toBe(0);
  socket.resume();
  expect(text(await socket.nextFrame())).toBe('wait');
});

test('a reset socket is gone on the other side', async () => {
  await using server = await startFrameServer(echo);
  using socket = await RawSocket.open(server);
  await waitFor('the connection', () => server.sockets.length === 1);
  socket.reset();
  await waitFor('the end on the other side', () => server.sockets[0]?.destroyed === true);
});

test('connecting to a port where nobody listens is refused', async () => {
  await expect(RawSocket.open({ port: await freePort() })).rejects.toThrow('ECONNREFUSED');
});

test('an exchange gives everything that was answered before the end', async () => {
  await using server = await startFrameServer((_frame, _send, socket) => socket.end('all of it'));
  const answer = await exchange(server, Buffer.from([0, 0, 0, 1, 7]));
  expect(answer.toString()).toBe('all of it');
});
