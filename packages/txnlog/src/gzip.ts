import { Readable } from 'node:stream';
import { createGunzip, createGzip, type Gzip } from 'node:zlib';
import type { ByteSink } from './byte-sink.ts';

const CHUNK_BYTES = 0x1_0000;

/** Compresses what goes to another sink, in another thread. */
export class GzipSink implements ByteSink {
  readonly #gzip: Gzip = createGzip({ chunkSize: CHUNK_BYTES });
  readonly #pump: Promise<void>;

  constructor(target: ByteSink) {
    this.#pump = pump(this.#gzip, target);
    // Whoever writes next is told.
    this.#pump.catch(() => undefined);
  }

  async write(bytes: Uint8Array): Promise<void> {
    const isTaken = await new Promise<boolean>((resolve) => {
      this.#gzip.write(bytes, (error) => {
        resolve(error === null || error === undefined);
      });
    });
    if (!isTaken) await this.#pump;
  }

  async end(): Promise<void> {
    this.#gzip.end();
    await this.#pump;
  }
}

async function pump(source: Gzip, target: ByteSink): Promise<void> {
  for await (const chunk of source as AsyncIterable<Uint8Array>) await target.write(chunk);
  await target.end();
}

/** Decompresses in another thread. Fails where the bytes are not gzip's, or end early. */
export async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const source = Readable.from(chunks);
  const stream = createGunzip({ chunkSize: CHUNK_BYTES });
  source.on('error', (error) => stream.destroy(error));
  source.pipe(stream);
  try {
    yield* stream as AsyncIterable<Uint8Array>;
  } finally {
    source.destroy();
  }
}
