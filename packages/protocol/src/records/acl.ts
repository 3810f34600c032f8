import type { Codec } from '@zookit/jute';
import { id, type Id } from './id.ts';

/** One entry of an ACL. Source: `data.ACL` in zookeeper.jute. */
export interface Acl {
  /** A sum of {@link Permission} bits. */
  readonly permissions: number;
  readonly id: Id;
}

/** The codec of {@link Acl}. */
export const acl: Codec<Acl> = {
  write(writer, entry) {
    writer.int(entry.permissions);
    id.write(writer, entry.id);
  },
  read: (reader) => ({
    permissions: reader.int('permissions'),
    id: id.read(reader),
  }),
};
