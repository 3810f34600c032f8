import { decode, encode, JuteError, JuteReader, type Codec } from '@zookit/jute';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as protocol from '../src/index.ts';
import { allSamples } from './arbitraries.ts';

function isCodec(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'read' in value && 'write' in value;
}

/** Whether `bytes` are a record; throws what is no {@link JuteError}. */
function isReadable(codec: Codec<unknown>, bytes: Uint8Array): boolean {
  try {
    decode(codec, bytes);
    return true;
  } catch (error) {
    if (error instanceof JuteError) return false;
    throw error;
  }
}

test('every codec of the package is tried here', () => {
  const codecs = Object.entries(protocol).filter(([, value]) => isCodec(value));
  expect(allSamples.map(([name]) => name)).toEqual(codecs.map(([name]) => name).sort());
  expect(codecs).toHaveLength(allSamples.length);
});

test.for(allSamples)('a %s is read as it was written, and nothing is left', ([, { codec, values }]) => {
  fc.assert(
    fc.property(values, (value) => {
      const reader = new JuteReader(encode(codec, value));
      expect(codec.read(reader)).toEqual(value);
      expect(reader.remaining).toBe(0);
    }),
  );
});

test.for(allSamples)('a %s that ends early is refused', ([, { codec, values, optionalBytes }]) => {
  fc.assert(
    fc.property(values, fc.nat(), (value, cut) => {
      const bytes = encode(codec, value);
      if (bytes.length === 0) return;
      const length = cut % bytes.length;
      const optionalLength = Math.max(0, bytes.length - (optionalBytes?.(value) ?? 0));
      expect(isReadable(codec, bytes.subarray(0, length))).toBe(length === optionalLength);
    }),
  );
});

test.for(allSamples)('random bytes are a %s or a JuteError, nothing else', ([, { codec }]) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
      isReadable(codec, bytes);
    }),
  );
});

test.for(allSamples)('a %s with a few bytes changed is one or a JuteError, nothing else', ([, { codec, values }]) => {
  const changes = fc.array(fc.tuple(fc.nat(), fc.constantFrom(0x00, 0x01, 0x7f, 0x80, 0xff)), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(values, changes, (value, changed) => {
      const bytes = Buffer.from(encode(codec, value));
      for (const [at, byte] of changed) bytes[at % bytes.length] = byte;
      isReadable(codec, bytes);
    }),
  );
});

test('a path, a list of watches and a password may not be null where they must be there', () => {
  const nullPath = Buffer.from('ffffffff00', 'hex');
  expect(() => decode(protocol.getDataRequest, nullPath)).toThrow('field "path" at offset 0: a null string');
  const nullWatches = Buffer.from('0000000000000000ffffffff', 'hex');
  expect(() => decode(protocol.setWatchesRequest, nullWatches)).toThrow(
    'field "dataWatches" at offset 8: a null vector',
  );
  const nullPassword = Buffer.from('0000000000000000'.repeat(2) + 'ffffffff', 'hex');
  expect(() => decode(protocol.connectResponse, nullPassword)).toThrow('field "password" at offset 16: a null buffer');
});

test('the path of a deleteContainer is a buffer with the UTF-8 of the path', () => {
  const bytes = encode(protocol.deleteContainerRequest, { path: '/é' });
  expect(Buffer.from(bytes).toString('hex')).toBe('000000032fc3a9');
});
