import type { Codec } from '@zookit/jute';
import { OpCode } from '../op-codes.ts';
import type { Operation } from '../operation.ts';
import { clientInfo, type ClientInfo } from '../records/client-info.ts';
import { nothing } from '../records/nothing.ts';

/** Tells the identities of the connection. Source: `proto.WhoAmIResponse` in zookeeper.jute. */
export interface WhoAmIResponse {
  readonly clientInfo: readonly ClientInfo[];
}

/** The codec of {@link WhoAmIResponse}. */
export const whoAmIResponse: Codec<WhoAmIResponse> = {
  write(writer, response) {
    writer.vector(clientInfo, response.clientInfo);
  },
  read: (reader) => ({
    clientInfo: reader.vector(clientInfo, 'clientInfo'),
  }),
};

/** Tells the identities of the connection. */
export const whoAmI: Operation<undefined, WhoAmIResponse> = {
  name: 'whoAmI',
  opCode: OpCode.whoAmI,
  kind: 'read',
  request: nothing,
  response: whoAmIResponse,
};
