import type { Codec } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { Operation } from '../operation.ts';

/** One step of the client's in a SASL exchange. Source: `proto.GetSASLRequest` in zookeeper.jute. */
export interface GetSaslRequest {
  readonly token: Uint8Array | null;
}

/** The codec of {@link GetSaslRequest}. */
export const getSaslRequest: Codec<GetSaslRequest> = {
  write(writer, request) {
    writer.buffer(request.token);
  },
  read: (reader) => ({
    token: reader.bufferOrNull('token'),
  }),
};

/** The server's answer to {@link GetSaslRequest}. Source: `proto.SetSASLResponse` in zookeeper.jute. */
export interface SetSaslResponse {
  /** Null where there is nothing to send, and after a failure. */
  readonly token: Uint8Array | null;
}

/** The codec of {@link SetSaslResponse}. */
export const setSaslResponse: Codec<SetSaslResponse> = {
  write(writer, response) {
    writer.buffer(response.token);
  },
  read: (reader) => ({
    token: reader.bufferOrNull('token'),
  }),
};

/** Authenticates the connection by SASL. */
export const sasl: Operation<GetSaslRequest, SetSaslResponse> = {
  name: 'sasl',
  opCode: OpCode.sasl,
  kind: 'connection',
  request: getSaslRequest,
  response: setSaslResponse,
};
