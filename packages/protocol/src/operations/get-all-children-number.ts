import type { Codec } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { Operation } from '../operation.ts';

/** Asks how many znodes are below one. Source: `proto.GetAllChildrenNumberRequest` in zookeeper.jute. */
export interface GetAllChildrenNumberRequest {
  readonly path: string;
}

/** The codec of {@link GetAllChildrenNumberRequest}. */
export const getAllChildrenNumberRequest: Codec<GetAllChildrenNumberRequest> = {
  write(writer, request) {
    writer.string(request.path);
  },
  read: (reader) => ({
    path: reader.string('path'),
  }),
};

/** Answers {@link GetAllChildrenNumberRequest}. Source: `proto.GetAllChildrenNumberResponse` in zookeeper.jute. */
export interface GetAllChildrenNumberResponse {
  /** Of descendants at any depth. */
  readonly totalNumber: number;
}

/** The codec of {@link GetAllChildrenNumberResponse}. */
export const getAllChildrenNumberResponse: Codec<GetAllChildrenNumberResponse> = {
  write(writer, response) {
    writer.int(response.totalNumber);
  },
  read: (reader) => ({
    totalNumber: reader.int('totalNumber'),
  }),
};

/** Tells how many znodes are below one. */
export const getAllChildrenNumber: Operation<GetAllChildrenNumberRequest, GetAllChildrenNumberResponse> = {
  name: 'getAllChildrenNumber',
  opCode: OpCode.getAllChildrenNumber,
  kind: 'read',
  request: getAllChildrenNumberRequest,
  response: getAllChildrenNumberResponse,
};
