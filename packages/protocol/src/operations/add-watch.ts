import type { Codec } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { Operation } from '../operation.ts';
import { errorResponse, type ErrorResponse } from '../records/error-response.ts';

/** Asks for a watch that stays. Source: `proto.AddWatchRequest` in zookeeper.jute. */
export interface AddWatchRequest {
  readonly path: string;
  /** An {@link AddWatchMode}. */
  readonly mode: number;
}

/** The codec of {@link AddWatchRequest}. */
export const addWatchRequest: Codec<AddWatchRequest> = {
  write(writer, request) {
    writer.string(request.path);
    writer.int(request.mode);
  },
  read: (reader) => ({
    path: reader.string('path'),
    mode: reader.int('mode'),
  }),
};

/** Sets a watch that stays when it has fired. */
export const addWatch: Operation<AddWatchRequest, ErrorResponse> = {
  name: 'addWatch',
  opCode: OpCode.addWatch,
  kind: 'read',
  request: addWatchRequest,
  response: errorResponse,
};
