import type { Codec } from '@zookit/jute';

/** Who a learner is, when it greets the leader. Source: `quorum.LearnerInfo` in zookeeper.jute. */
export interface LearnerInfo {
  readonly serverId: bigint;
  readonly protocolVersion: number;
  /** The zxid of the learner's configuration. */
  readonly configVersion: bigint;
}

/** The codec of {@link LearnerInfo}. */
export const learnerInfo: Codec<LearnerInfo> = {
  write(writer, info) {
    writer.long(info.serverId);
    writer.int(info.protocolVersion);
    writer.long(info.configVersion);
  },
  read: (reader) => ({
    serverId: reader.long('serverId'),
    protocolVersion: reader.int('protocolVersion'),
    configVersion: reader.long('configVersion'),
  }),
};
