import type { Codec } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { Operation } from '../operation.ts';
import { getChildren } from './get-children.ts';
import { getData } from './get-data.ts';
import { multiResponse, type MultiResponse } from './multi-response.ts';
import { partCodecs, readParts, writeParts, type PartOf } from './parts.ts';

/** The operations that may be part of a multiRead. */
export interface MultiReadOperations {
  readonly getData: typeof getData;
  readonly getChildren: typeof getChildren;
}

const operations: MultiReadOperations = { getData, getChildren };

const codecs = partCodecs(Object.values({ ...operations }));

/** One operation of a {@link MultiReadRequest}. Its `watch` has no effect. */
export type MultiReadRequestPart = PartOf<MultiReadOperations>;

/** Asks for several reads at once, each with a result or an error of its own. It is in no schema. Source: `MultiOperationRecord`. */
export interface MultiReadRequest {
  readonly operations: readonly MultiReadRequestPart[];
}

/** The codec of {@link MultiReadRequest}. Refuses a part that is no such read with {@link JuteError}. */
export const multiReadRequest: Codec<MultiReadRequest> = {
  write(writer, request) {
    writeParts(writer, request.operations, codecs);
  },
  read: (reader) => ({ operations: readParts<MultiReadRequestPart>(reader, codecs, (part) => part) }),
};

/** Makes several reads at once. */
export const multiRead: Operation<MultiReadRequest, MultiResponse> = {
  name: 'multiRead',
  opCode: OpCode.multiRead,
  kind: 'read',
  request: multiReadRequest,
  response: multiResponse,
};
