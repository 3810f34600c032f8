import { connect } from 'node:net';

/** Where a server listens. */
export interface Target {
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
}

/** Sends `bytes` to a server and resolves, when it has closed the connection, with everything that it answered. */
export function exchange({ port, host = '127.0.0.1' }: Target, bytes: Uint8Array | string): Promise<Buffer> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const received: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    // A server that closes without having read everything makes the system reset the connection: that is an end, too.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(Buffer.concat(received));
    });
    socket.write(bytes);
  });
}
