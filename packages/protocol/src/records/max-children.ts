import type { Codec } from '@zookit/jute';

/** Belongs to no operation. Source: `proto.GetMaxChildrenRequest` in zookeeper.jute. */
export interface GetMaxChildrenRequest {
  readonly path: string;
}

/** The codec of {@link GetMaxChildrenRequest}. */
export const getMaxChildrenRequest: Codec<GetMaxChildrenRequest> = {
  write(writer, request) {
    writer.string(request.path);
  },
  read: (reader) => ({
    path: reader.string('path'),
  }),
};

/** Belongs to no operation. Source: `proto.GetMaxChildrenResponse` in zookeeper.jute. */
export interface GetMaxChildrenResponse {
  readonly max: number;
}

/** The codec of {@link GetMaxChildrenResponse}. */
export const getMaxChildrenResponse: Codec<GetMaxChildrenResponse> = {
  write(writer, response) {
    writer.int(response.max);
  },
  read: (reader) => ({
    max: reader.int('max'),
  }),
};

/** Belongs to no operation. Source: `proto.SetMaxChildrenRequest` in zookeeper.jute. */
export interface SetMaxChildrenRequest {
  readonly path: string;
  readonly max: number;
}

/** The codec of {@link SetMaxChildrenRequest}. */
export const setMaxChildrenRequest: Codec<SetMaxChildrenRequest> = {
  write(writer, request) {
    writer.string(request.path);
    writer.int(request.max);
  },
  read: (reader) => ({
    path: reader.string('path'),
    max: reader.int('max'),
  }),
};

/** Belongs to no operation. Source: `txn.SetMaxChildrenTxn` in zookeeper.jute. */
export interface SetMaxChildrenTxn {
  readonly path: string;
  readonly max: number;
}

/** The codec of {@link SetMaxChildrenTxn}. */
export const setMaxChildrenTxn: Codec<SetMaxChildrenTxn> = {
  write(writer, txn) {
    writer.string(txn.path);
    writer.int(txn.max);
  },
  read: (reader) => ({
    path: reader.string('path'),
    max: reader.int('max'),
  }),
};
