/** What happened to a znode. Source: `Watcher.Event.EventType`. */
export const EventType = {
  None: -1,
  NodeCreated: 1,
  NodeDeleted: 2,
  NodeDataChanged: 3,
  NodeChildrenChanged: 4,
  DataWatchRemoved: 5,
  ChildWatchRemoved: 6,
  PersistentWatchRemoved: 7,
} as const;

/** One of the numbers in {@link EventType}. A server sends 1 to 4 only. */
export type EventType = (typeof EventType)[keyof typeof EventType];

/** The state of a client's connection. A server's events always say `SyncConnected`. Source: `Watcher.Event.KeeperState`. */
export const KeeperState = {
  Unknown: -1,
  Disconnected: 0,
  NoSyncConnected: 1,
  SyncConnected: 3,
  AuthFailed: 4,
  ConnectedReadOnly: 5,
  SaslAuthenticated: 6,
  Closed: 7,
  Expired: -112,
} as const;

/** One of the numbers in {@link KeeperState}. */
export type KeeperState = (typeof KeeperState)[keyof typeof KeeperState];

/** Which watches checkWatches and removeWatches mean. Source: `Watcher.WatcherType`; the last two since 3.9. */
export const WatcherType = {
  Children: 1,
  Data: 2,
  Any: 3,
  Persistent: 4,
  PersistentRecursive: 5,
} as const;

/** One of the numbers in {@link WatcherType}. */
export type WatcherType = (typeof WatcherType)[keyof typeof WatcherType];

/** How long and how deep an added watch looks. Source: `AddWatchMode`. */
export const AddWatchMode = {
  PERSISTENT: 0,
  PERSISTENT_RECURSIVE: 1,
} as const;

/** One of the numbers in {@link AddWatchMode}. */
export type AddWatchMode = (typeof AddWatchMode)[keyof typeof AddWatchMode];
