import { JuteError, type Codec, type JuteReader } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import { errorResponse } from '../records/error-response.ts';
import { multiHeader } from '../records/multi-header.ts';
import { nothing } from '../records/nothing.ts';
import { createResponse, type CreateResponse } from './create.ts';
import { create2Response, type Create2Response } from './create2.ts';
import { getChildrenResponse, type GetChildrenResponse } from './get-children.ts';
import { getDataResponse, type GetDataResponse } from './get-data.ts';
import { terminator } from './parts.ts';
import { setDataResponse, type SetDataResponse } from './set-data.ts';

/** The type of a {@link MultiErrorResult}. */
const ERROR = OpCode.error;

/** The result of one operation of a multi that went well. Every create but the oldest is answered as a create2. */
export type MultiSuccess =
  | { readonly type: typeof OpCode.create; readonly response: CreateResponse }
  | { readonly type: typeof OpCode.create2; readonly response: Create2Response }
  | { readonly type: typeof OpCode.delete; readonly response: undefined }
  | { readonly type: typeof OpCode.setData; readonly response: SetDataResponse }
  | { readonly type: typeof OpCode.check; readonly response: undefined }
  | { readonly type: typeof OpCode.getData; readonly response: GetDataResponse }
  | { readonly type: typeof OpCode.getChildren; readonly response: GetChildrenResponse };

/**
 * The result of an operation of a multi that failed: `error` is the {@link ErrorCode} of the one that failed, 0 for
 * those before it and `RuntimeInconsistency` for those behind it.
 */
export interface MultiErrorResult {
  readonly type: typeof OpCode.error;
  readonly error: number;
}

/** The result of one operation of a multi. */
export type MultiResult = MultiSuccess | MultiErrorResult;

/** Answers {@link MultiRequest} and {@link MultiReadRequest}: one result per operation. It is in no schema. Source: `MultiResponse`. */
export interface MultiResponse {
  readonly results: readonly MultiResult[];
}

/** The codecs of the results that are no errors, by their type: a type without a codec does not compile. */
const codecs: { readonly [Type in MultiSuccess['type']]: Codec<Extract<MultiSuccess, { type: Type }>['response']> } = {
  [OpCode.create]: createResponse,
  [OpCode.create2]: create2Response,
  [OpCode.delete]: nothing,
  [OpCode.setData]: setDataResponse,
  [OpCode.check]: nothing,
  [OpCode.getData]: getDataResponse,
  [OpCode.getChildren]: getChildrenResponse,
};

/** The codec of {@link MultiResponse}. */
export const multiResponse: Codec<MultiResponse> = {
  write(writer, { results }) {
    for (const result of results) {
      const error = result.type === ERROR ? result.error : 0;
      multiHeader.write(writer, { type: result.type, done: false, error });
      if (result.type === ERROR) errorResponse.write(writer, result);
      else codecOf(result.type).write(writer, result.response);
    }
    multiHeader.write(writer, terminator);
  },
  read(reader) {
    const results: MultiResult[] = [];
    for (;;) {
      const offset = reader.offset;
      const { type, done } = multiHeader.read(reader);
      if (done) return { results };
      results.push(readResult(reader, type, offset));
    }
  },
};

function readResult(reader: JuteReader, type: number, offset: number): MultiResult {
  if (type === ERROR) return { type, error: errorResponse.read(reader).error };
  if (!isSuccess(type))
    throw new JuteError(`no operation of a multi has a result of type ${String(type)}`, offset, 'type');
  return { type, response: codecOf(type).read(reader) } as MultiSuccess;
}

function isSuccess(type: number): type is MultiSuccess['type'] {
  return type in codecs;
}

/** The table pairs each type with the codec of its own response, which the compiler can't follow. */
function codecOf(type: MultiSuccess['type']): Codec<unknown> {
  return codecs[type];
}
