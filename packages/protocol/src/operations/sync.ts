import type { Codec } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { Operation } from '../operation.ts';

/** Asks for the server to catch up with the leader. Source: `proto.SyncRequest` in zookeeper.jute. */
export interface SyncRequest {
  /** Has no effect. */
  readonly path: string | null;
}

/** The codec of {@link SyncRequest}. */
export const syncRequest: Codec<SyncRequest> = {
  write(writer, request) {
    writer.string(request.path);
  },
  read: (reader) => ({
    path: reader.stringOrNull('path'),
  }),
};

/** Answers {@link SyncRequest}. Source: `proto.SyncResponse` in zookeeper.jute. */
export interface SyncResponse {
  /** The request's. */
  readonly path: string | null;
}

/** The codec of {@link SyncResponse}. */
export const syncResponse: Codec<SyncResponse> = {
  write(writer, response) {
    writer.string(response.path);
  },
  read: (reader) => ({
    path: reader.stringOrNull('path'),
  }),
};

/** Waits until the server has caught up with the leader. */
export const sync: Operation<SyncRequest, SyncResponse> = {
  name: 'sync',
  opCode: OpCode.sync,
  kind: 'read',
  request: syncRequest,
  response: syncResponse,
};
