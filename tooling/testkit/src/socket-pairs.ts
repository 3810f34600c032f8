import type { Socket } from 'node:net';

/** Sockets that are joined two by two: what comes out of one goes into the other, and what ends one ends both. */
export class SocketPairs {
  readonly #sockets = new Set<Socket>();

  join(one: Socket, other: Socket): void {
    this.#pipe(one, other);
    this.#pipe(other, one);
  }

  /** Ends all of them. */
  destroy(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #pipe(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.on('error', () => undefined);
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
    from.pipe(to);
  }
}
