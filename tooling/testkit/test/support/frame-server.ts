import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { FrameReader } from '@zookit/protocol';
import { frameOf } from '../../src/index.ts';

/** What a frame server does with a frame: `send` sends one back. */
export type OnFrame = (frame: Uint8Array, send: (payload: Uint8Array) => void, socket: Socket) => void;

/** A server that answers frames. */
export interface FrameServer extends AsyncDisposable {
  readonly port: number;
  /** The connections that were accepted, in order. */
  readonly sockets: readonly Socket[];
}

/** Starts a server that hands each frame that it receives to `onFrame`. */
export async function startFrameServer(onFrame: OnFrame): Promise<FrameServer> {
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    const frames = new FrameReader({ lengthMaxBytes: 1_000_000 });
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      frames.push(chunk);
      while (frames.next()) {
        onFrame(frames.bytes.slice(frames.start, frames.end), (payload) => socket.write(frameOf(payload)), socket);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    sockets,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Sends every frame back. */
export const echo: OnFrame = (frame, send) => {
  send(frame);
};
