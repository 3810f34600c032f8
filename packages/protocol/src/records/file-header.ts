import type { Codec } from '@zookit/jute';

/** Begins every log and snapshot file. Source: `persistence.FileHeader` in zookeeper.jute. */
export interface FileHeader {
  /** `ZKLG` in a log, `ZKSN` in a snapshot. */
  readonly magic: number;
  readonly version: number;
  readonly databaseId: bigint;
}

/** The codec of {@link FileHeader}. */
export const fileHeader: Codec<FileHeader> = {
  write(writer, header) {
    writer.int(header.magic);
    writer.int(header.version);
    writer.long(header.databaseId);
  },
  read: (reader) => ({
    magic: reader.int('magic'),
    version: reader.int('version'),
    databaseId: reader.long('databaseId'),
  }),
};
