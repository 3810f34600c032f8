import { test } from 'vitest';
import { encode, JuteReader, JuteWriter, type Codec } from '../src/index.ts';
import { dataRequest, dataResponse, stat } from './records.ts';

const someStat = {
  czxid: 0x100000005n,
  mzxid: 0x10000a305n,
  ctime: 1_795_298_922_826n,
  mtime: 1_795_298_977_472n,
  version: 12,
  cversion: 3,
  aversion: 0,
  ephemeralOwner: 0x100000f0a2b0000n,
  dataLength: 1024,
  numChildren: 3,
  pzxid: 0x100000009n,
};

/** Enough per sample to be seen by the clock. */
const ROUNDS = 1000;

function writing<T>(codec: Codec<T>, value: T): () => number {
  const writer = new JuteWriter();
  return () => {
    let bytes = 0;
    for (let round = 0; round < ROUNDS; round++) {
      writer.reset();
      codec.write(writer, value);
      bytes += writer.length;
    }
    return bytes;
  };
}

function reading<T>(codec: Codec<T>, value: T): () => T[] {
  const bytes = encode(codec, value);
  const reader = new JuteReader(bytes);
  const values: T[] = Array.from({ length: ROUNDS }, () => value);
  return () => {
    for (let round = 0; round < ROUNDS; round++) {
      reader.reset(bytes);
      values[round] = codec.read(reader);
    }
    return values;
  };
}

/** Measures a thousand at a time: 1 µs in the table is 1 ns for one. */
function measure<T>(name: string, codec: Codec<T>, value: T): void {
  test(`${name}, ${String(ROUNDS)} times`, async ({ bench }) => {
    await bench.compare(bench('write', writing(codec, value)), bench('read', reading(codec, value)));
  });
}

measure('a Stat', stat, someStat);
measure('a GetDataResponse of 1 KB', dataResponse, { data: Buffer.alloc(1024, 0x78), stat: someStat });
measure('a GetDataRequest of a path of 10 bytes', dataRequest, { path: '/app/locks', watch: false });
measure('a GetDataRequest of a path of 40 bytes', dataRequest, { path: `/app/locks/${'x'.repeat(29)}`, watch: false });
measure('a GetDataRequest of a path beyond ASCII', dataRequest, { path: '/app/ünïcødé-日本', watch: false });
