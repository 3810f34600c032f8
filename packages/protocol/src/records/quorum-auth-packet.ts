import type { Codec } from '@zookit/jute';

/** One step of the authentication between servers. Source: `quorum.QuorumAuthPacket` in zookeeper.jute. */
export interface QuorumAuthPacket {
  /** Always 0x5f2435013501edcc. */
  readonly magic: bigint;
  /** 0 in progress, 1 success, -1 error. */
  readonly status: number;
  readonly token: Uint8Array | null;
}

/** The codec of {@link QuorumAuthPacket}. */
export const quorumAuthPacket: Codec<QuorumAuthPacket> = {
  write(writer, packet) {
    writer.long(packet.magic);
    writer.int(packet.status);
    writer.buffer(packet.token);
  },
  read: (reader) => ({
    magic: reader.long('magic'),
    status: reader.int('status'),
    token: reader.bufferOrNull('token'),
  }),
};
