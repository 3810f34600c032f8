import { type Codec, ustring } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { Operation } from '../operation.ts';

/** Asks which znodes the session owns. Source: `proto.GetEphemeralsRequest` in zookeeper.jute. */
export interface GetEphemeralsRequest {
  /** What their paths begin with; null or empty for any. */
  readonly prefixPath: string | null;
}

/** The codec of {@link GetEphemeralsRequest}. */
export const getEphemeralsRequest: Codec<GetEphemeralsRequest> = {
  write(writer, request) {
    writer.string(request.prefixPath);
  },
  read: (reader) => ({
    prefixPath: reader.stringOrNull('prefixPath'),
  }),
};

/** Answers {@link GetEphemeralsRequest}. Source: `proto.GetEphemeralsResponse` in zookeeper.jute. */
export interface GetEphemeralsResponse {
  /** Paths, in no order. */
  readonly ephemerals: readonly string[];
}

/** The codec of {@link GetEphemeralsResponse}. */
export const getEphemeralsResponse: Codec<GetEphemeralsResponse> = {
  write(writer, response) {
    writer.vector(ustring, response.ephemerals);
  },
  read: (reader) => ({
    ephemerals: reader.vector(ustring, 'ephemerals'),
  }),
};

/** Tells which znodes go with the session. */
export const getEphemerals: Operation<GetEphemeralsRequest, GetEphemeralsResponse> = {
  name: 'getEphemerals',
  opCode: OpCode.getEphemerals,
  kind: 'read',
  request: getEphemeralsRequest,
  response: getEphemeralsResponse,
};
