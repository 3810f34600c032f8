export type { Codec } from './codec.ts';
export { decodeUtf8 } from './decode-utf8.ts';
export { decode, encode } from './encode.ts';
export { JuteError } from './jute-error.ts';
export { DEFAULT_ELEMENT_MAX_BYTES, DEFAULT_FRAME_MAX_BYTES } from './limits.ts';
export { buffer, int, long, ustring, ustringOrNull } from './primitives.ts';
export { JuteReader, type JuteReaderOptions } from './reader.ts';
export { JuteWriter } from './writer.ts';
