import type { Codec } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { WriteOperation } from '../operation.ts';
import { stat, type Stat } from '../records/stat.ts';
import { createRequest, createTxn, type CreateRequest, type CreateTxn } from './create.ts';

/** Answers every create but the oldest. Source: `proto.Create2Response` in zookeeper.jute. */
export interface Create2Response {
  /** With the number that a sequential create appended. */
  readonly path: string;
  readonly stat: Stat;
}

/** The codec of {@link Create2Response}. */
export const create2Response: Codec<Create2Response> = {
  write(writer, response) {
    writer.string(response.path);
    stat.write(writer, response.stat);
  },
  read: (reader) => ({
    path: reader.string('path'),
    stat: stat.read(reader),
  }),
};

/** Creates a znode and answers with its stat. */
export const create2: WriteOperation<CreateRequest, Create2Response, CreateTxn> = {
  name: 'create2',
  opCode: OpCode.create2,
  kind: 'write',
  request: createRequest,
  response: create2Response,
  txn: createTxn,
};
