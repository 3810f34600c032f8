import type { Codec } from './codec.ts';
import { JuteReader, type JuteReaderOptions } from './reader.ts';
import { JuteWriter } from './writer.ts';

/** The bytes of one value. */
export function encode<T>(codec: Codec<T>, value: T): Uint8Array {
  const writer = new JuteWriter();
  codec.write(writer, value);
  return writer.copy();
}

/**
 * The value that `bytes` begin with; what follows it is ignored, as ZooKeeper ignores it. Buffers inside the value are
 * ranges of `bytes`. Throws {@link JuteError}.
 */
export function decode<T>(codec: Codec<T>, bytes: Uint8Array, options?: JuteReaderOptions): T {
  return codec.read(new JuteReader(bytes, options));
}
