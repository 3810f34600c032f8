import { type Codec, ustring } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { Operation } from '../operation.ts';

/** Asks for the names of a znode's children. Source: `proto.GetChildrenRequest` in zookeeper.jute. */
export interface GetChildrenRequest {
  readonly path: string;
  /** Whether to watch the children. */
  readonly watch: boolean;
}

/** The codec of {@link GetChildrenRequest}. */
export const getChildrenRequest: Codec<GetChildrenRequest> = {
  write(writer, request) {
    writer.string(request.path);
    writer.boolean(request.watch);
  },
  read: (reader) => ({
    path: reader.string('path'),
    watch: reader.boolean('watch'),
  }),
};

/** Answers {@link GetChildrenRequest}. Source: `proto.GetChildrenResponse` in zookeeper.jute. */
export interface GetChildrenResponse {
  /** Names, not paths, in no order. */
  readonly children: readonly string[];
}

/** The codec of {@link GetChildrenResponse}. */
export const getChildrenResponse: Codec<GetChildrenResponse> = {
  write(writer, response) {
    writer.vector(ustring, response.children);
  },
  read: (reader) => ({
    children: reader.vector(ustring, 'children'),
  }),
};

/** Tells the names of a znode's children. */
export const getChildren: Operation<GetChildrenRequest, GetChildrenResponse> = {
  name: 'getChildren',
  opCode: OpCode.getChildren,
  kind: 'read',
  request: getChildrenRequest,
  response: getChildrenResponse,
};
