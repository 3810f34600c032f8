import type { Codec } from '@zookit/jute';
import { id, type Id } from './id.ts';

/** Every message between a learner and the leader. Source: `quorum.QuorumPacket` in zookeeper.jute. */
export interface QuorumPacket {
  /** 1 REQUEST, 2 PROPOSAL, 3 ACK and so on. */
  readonly type: number;
  readonly zxid: bigint;
  /** What it is depends on `type`. */
  readonly data: Uint8Array | null;
  /** The identities behind a forwarded request. */
  readonly authInfo: readonly Id[] | null;
}

/** The codec of {@link QuorumPacket}. */
export const quorumPacket: Codec<QuorumPacket> = {
  write(writer, packet) {
    writer.int(packet.type);
    writer.long(packet.zxid);
    writer.buffer(packet.data);
    writer.vector(id, packet.authInfo);
  },
  read: (reader) => ({
    type: reader.int('type'),
    zxid: reader.long('zxid'),
    data: reader.bufferOrNull('data'),
    authInfo: reader.vectorOrNull(id, 'authInfo'),
  }),
};
