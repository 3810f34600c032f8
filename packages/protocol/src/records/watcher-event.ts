import type { Codec } from '@zookit/jute';

/** Tells a client that one of its watches saw a change. Source: `proto.WatcherEvent` in zookeeper.jute. */
export interface WatcherEvent {
  /** An {@link EventType}. */
  readonly type: number;
  /** A {@link KeeperState}: always `SyncConnected` from a server. */
  readonly state: number;
  readonly path: string;
}

/** The codec of {@link WatcherEvent}. */
export const watcherEvent: Codec<WatcherEvent> = {
  write(writer, event) {
    writer.int(event.type);
    writer.int(event.state);
    writer.string(event.path);
  },
  read: (reader) => ({
    type: reader.int('type'),
    state: reader.int('state'),
    path: reader.string('path'),
  }),
};
