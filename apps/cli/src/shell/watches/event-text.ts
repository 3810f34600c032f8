/** What happened to a znode, or to the session, in Apache's words. */
export interface ShellEvent {
  /** Source: `Watcher.Event.EventType`. */
  readonly type:
    | 'None'
    | 'NodeCreated'
    | 'NodeDeleted'
    | 'NodeDataChanged'
    | 'NodeChildrenChanged'
    | 'DataWatchRemoved'
    | 'ChildWatchRemoved'
    | 'PersistentWatchRemoved';
  /** Source: `Watcher.Event.KeeperState`. */
  readonly state: 'SyncConnected' | 'ConnectedReadOnly' | 'Disconnected' | 'Expired' | 'AuthFailed' | 'Closed';
  /** Undefined for what happens to the session. */
  readonly path: string | undefined;
  /** Of the change; undefined where there is none, or from a server that does not tell. */
  readonly zxid: bigint | undefined;
}

/** An event as Apache's shell prints it, without the line end. Source: `WatchedEvent.toString` and `ZooKeeperMain.MyWatcher`. */
export function eventText({ type, state, path, zxid }: ShellEvent): string {
  return `\nWATCHER::\n\nWatchedEvent state:${state} type:${type} path:${path ?? 'null'} zxid: ${zxid ?? -1n}`;
}
