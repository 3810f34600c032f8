import type { Codec } from '@zookit/jute';

/** Belongs to no operation. Source: `proto.SetSASLRequest` in zookeeper.jute. */
export interface SetSaslRequest {
  readonly token: Uint8Array | null;
}

/** The codec of {@link SetSaslRequest}. */
export const setSaslRequest: Codec<SetSaslRequest> = {
  write(writer, request) {
    writer.buffer(request.token);
  },
  read: (reader) => ({
    token: reader.bufferOrNull('token'),
  }),
};
