import type { Codec } from '@zookit/jute';

/** An error where a header has no place for it. Source: `proto.ErrorResponse` in zookeeper.jute. */
export interface ErrorResponse {
  /** An {@link ErrorCode}. */
  readonly error: number;
}

/** The codec of {@link ErrorResponse}. */
export const errorResponse: Codec<ErrorResponse> = {
  write(writer, response) {
    writer.int(response.error);
  },
  read: (reader) => ({
    error: reader.int('error'),
  }),
};
