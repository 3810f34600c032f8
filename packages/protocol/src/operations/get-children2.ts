import { type Codec, ustring } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { Operation } from '../operation.ts';
import { stat, type Stat } from '../records/stat.ts';

/** Asks for the names of a znode's children and its stat. Source: `proto.GetChildren2Request` in zookeeper.jute. */
export interface GetChildren2Request {
  readonly path: string;
  /** Whether to watch the children. */
  readonly watch: boolean;
}

/** The codec of {@link GetChildren2Request}. */
export const getChildren2Request: Codec<GetChildren2Request> = {
  write(writer, request) {
    writer.string(request.path);
    writer.boolean(request.watch);
  },
  read: (reader) => ({
    path: reader.string('path'),
    watch: reader.boolean('watch'),
  }),
};

/** Answers {@link GetChildren2Request}. Source: `proto.GetChildren2Response` in zookeeper.jute. */
export interface GetChildren2Response {
  /** Names, not paths, in no order. */
  readonly children: readonly string[];
  readonly stat: Stat;
}

/** The codec of {@link GetChildren2Response}. */
export const getChildren2Response: Codec<GetChildren2Response> = {
  write(writer, response) {
    writer.vector(ustring, response.children);
    stat.write(writer, response.stat);
  },
  read: (reader) => ({
    children: reader.vector(ustring, 'children'),
    stat: stat.read(reader),
  }),
};

/** Tells the names of a znode's children and its stat. */
export const getChildren2: Operation<GetChildren2Request, GetChildren2Response> = {
  name: 'getChildren2',
  opCode: OpCode.getChildren2,
  kind: 'read',
  request: getChildren2Request,
  response: getChildren2Response,
};
