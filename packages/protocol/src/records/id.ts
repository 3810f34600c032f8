import type { Codec } from '@zookit/jute';

/** Whom an ACL entry means, or who a connection is. Source: `data.Id` in zookeeper.jute. */
export interface Id {
  /** Which provider understands the id: `world`, `auth`, `digest`, `ip`, `sasl`, `x509`, … Empty for a null, which none does. */
  readonly scheme: string;
  /** In the terms of the scheme. Null where a client (kazoo) writes an empty string so. */
  readonly id: string | null;
}

/** The codec of {@link Id}. */
export const id: Codec<Id> = {
  write(writer, value) {
    writer.string(value.scheme);
    writer.string(value.id);
  },
  read: (reader) => ({
    scheme: reader.stringOrNull('scheme') ?? '',
    id: reader.stringOrNull('id'),
  }),
};
