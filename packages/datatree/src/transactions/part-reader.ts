import { type Codec, JuteError, JuteReader } from '@zookit/jute';

/** Reads the parts of a multi that was agreed upon: how long its elements may be was decided when it was asked for. */
export class PartReader {
  readonly #reader = new JuteReader(undefined, { elementMaxBytes: Infinity });

  /** What a part says; undefined if it is none. */
  read<T>(codec: Codec<T>, data: Uint8Array): T | undefined {
    this.#reader.reset(data);
    try {
      return codec.read(this.#reader);
    } catch (error) {
      if (error instanceof JuteError) return undefined;
      throw error;
    }
  }
}
