import type { Codec } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { Operation } from '../operation.ts';
import { acl, type Acl } from '../records/acl.ts';
import { stat, type Stat } from '../records/stat.ts';

/** Asks for the ACL of a znode. Source: `proto.GetACLRequest` in zookeeper.jute. */
export interface GetACLRequest {
  readonly path: string;
}

/** The codec of {@link GetACLRequest}. */
export const getACLRequest: Codec<GetACLRequest> = {
  write(writer, request) {
    writer.string(request.path);
  },
  read: (reader) => ({
    path: reader.string('path'),
  }),
};

/** Answers {@link GetACLRequest}. Source: `proto.GetACLResponse` in zookeeper.jute. */
export interface GetACLResponse {
  readonly acl: readonly Acl[];
  readonly stat: Stat;
}

/** The codec of {@link GetACLResponse}. */
export const getACLResponse: Codec<GetACLResponse> = {
  write(writer, response) {
    writer.vector(acl, response.acl);
    stat.write(writer, response.stat);
  },
  read: (reader) => ({
    acl: reader.vector(acl, 'acl'),
    stat: stat.read(reader),
  }),
};

/** Tells the ACL and the stat of a znode. */
export const getACL: Operation<GetACLRequest, GetACLResponse> = {
  name: 'getACL',
  opCode: OpCode.getACL,
  kind: 'read',
  request: getACLRequest,
  response: getACLResponse,
};
