import type { Codec } from '@zookit/jute';

/**
 * Answers {@link ConnectRequest}. A session that is not (or no longer) known is refused by a timeout of 0, a session id
 * of 0 and a password of zeros. Source: `proto.ConnectResponse` in zookeeper.jute.
 */
export interface ConnectResponse {
  /** 0. */
  readonly protocolVersion: number;
  /** The session timeout that the server grants, in ms. */
  readonly timeoutMs: number;
  readonly sessionId: bigint;
  /** 16 bytes with which the client can take the session to another connection. */
  readonly password: Uint8Array;
  /** Whether the server serves reads only. Undefined where the request had no such field: it is not sent. */
  readonly readOnly: boolean | undefined;
}

/** The codec of {@link ConnectResponse}. */
export const connectResponse: Codec<ConnectResponse> = {
  write(writer, response) {
    writer.int(response.protocolVersion);
    writer.int(response.timeoutMs);
    writer.long(response.sessionId);
    writer.buffer(response.password);
    if (response.readOnly !== undefined) writer.boolean(response.readOnly);
  },
  read: (reader) => ({
    protocolVersion: reader.int('protocolVersion'),
    timeoutMs: reader.int('timeoutMs'),
    sessionId: reader.long('sessionId'),
    password: reader.buffer('password'),
    readOnly: reader.remaining > 0 ? reader.boolean('readOnly') : undefined,
  }),
};
