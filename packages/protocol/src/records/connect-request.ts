import type { Codec } from '@zookit/jute';

/** The first frame of a connection. Source: `proto.ConnectRequest` in zookeeper.jute. */
export interface ConnectRequest {
  /** 0; no server looks at it. */
  readonly protocolVersion: number;
  /** The last zxid that the client saw: a server that is behind it refuses the connection. */
  readonly lastZxidSeen: bigint;
  /** The session timeout that the client would like, in ms. */
  readonly timeoutMs: number;
  /** 0 for a new session. */
  readonly sessionId: bigint;
  /** Proves that the session is the client's own. */
  readonly password: Uint8Array | null;
  /** Whether a read-only server will do. Undefined from clients that don't know the field (before 3.4): it is not sent. */
  readonly readOnly: boolean | undefined;
}

/** The codec of {@link ConnectRequest}. */
export const connectRequest: Codec<ConnectRequest> = {
  write(writer, request) {
    writer.int(request.protocolVersion);
    writer.long(request.lastZxidSeen);
    writer.int(request.timeoutMs);
    writer.long(request.sessionId);
    writer.buffer(request.password);
    if (request.readOnly !== undefined) writer.boolean(request.readOnly);
  },
  read: (reader) => ({
    protocolVersion: reader.int('protocolVersion'),
    lastZxidSeen: reader.long('lastZxidSeen'),
    timeoutMs: reader.int('timeoutMs'),
    sessionId: reader.long('sessionId'),
    password: reader.bufferOrNull('password'),
    readOnly: reader.remaining > 0 ? reader.boolean('readOnly') : undefined,
  }),
};
