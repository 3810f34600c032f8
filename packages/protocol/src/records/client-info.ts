import type { Codec } from '@zookit/jute';

/** One identity of a connection, as whoAmI tells it. Source: `data.ClientInfo` in zookeeper.jute. */
export interface ClientInfo {
  readonly authScheme: string;
  /** The part of the id that is no secret. */
  readonly user: string;
}

/** The codec of {@link ClientInfo}. */
export const clientInfo: Codec<ClientInfo> = {
  write(writer, info) {
    writer.string(info.authScheme);
    writer.string(info.user);
  },
  read: (reader) => ({
    authScheme: reader.string('authScheme'),
    user: reader.string('user'),
  }),
};
