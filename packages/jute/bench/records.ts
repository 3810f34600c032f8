import type { Codec } from '../src/index.ts';

/** Shaped as ZooKeeper's `Stat`. */
export interface Stat {
  readonly czxid: bigint;
  readonly mzxid: bigint;
  readonly ctime: bigint;
  readonly mtime: bigint;
  readonly version: number;
  readonly cversion: number;
  readonly aversion: number;
  readonly ephemeralOwner: bigint;
  readonly dataLength: number;
  readonly numChildren: number;
  readonly pzxid: bigint;
}

export const stat: Codec<Stat> = {
  write(writer, value) {
    writer.long(value.czxid);
    writer.long(value.mzxid);
    writer.long(value.ctime);
    writer.long(value.mtime);
    writer.int(value.version);
    writer.int(value.cversion);
    writer.int(value.aversion);
    writer.long(value.ephemeralOwner);
    writer.int(value.dataLength);
    writer.int(value.numChildren);
    writer.long(value.pzxid);
  },
  read: (reader) => ({
    czxid: reader.long('czxid'),
    mzxid: reader.long('mzxid'),
    ctime: reader.long('ctime'),
    mtime: reader.long('mtime'),
    version: reader.int('version'),
    cversion: reader.int('cversion'),
    aversion: reader.int('aversion'),
    ephemeralOwner: reader.long('ephemeralOwner'),
    dataLength: reader.int('dataLength'),
    numChildren: reader.int('numChildren'),
    pzxid: reader.long('pzxid'),
  }),
};

/** Shaped as ZooKeeper's `GetDataResponse`. */
export interface DataResponse {
  readonly data: Uint8Array;
  readonly stat: Stat;
}

export const dataResponse: Codec<DataResponse> = {
  write(writer, response) {
    writer.buffer(response.data);
    stat.write(writer, response.stat);
  },
  read: (reader) => ({ data: reader.buffer('data'), stat: stat.read(reader) }),
};

/** Shaped as ZooKeeper's `GetDataRequest`. */
export interface DataRequest {
  readonly path: string;
  readonly watch: boolean;
}

export const dataRequest: Codec<DataRequest> = {
  write(writer, request) {
    writer.string(request.path);
    writer.boolean(request.watch);
  },
  read: (reader) => ({ path: reader.string('path'), watch: reader.boolean('watch') }),
};
