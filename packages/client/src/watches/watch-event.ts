import { EventType, KeeperState } from '@zookit/protocol';

/** What happened to a znode. `children`: one of its children was created or deleted. */
export type NodeEventType = 'created' | 'changed' | 'deleted' | 'children';

/** Something happened to a znode. */
export interface NodeEvent {
  readonly type: NodeEventType;
  /** As the view sees it that watches. */
  readonly path: string;
  /** Of the change; undefined from servers before 3.9, and for what happened while there was no connection. */
  readonly zxid: bigint | undefined;
}

/**
 * Why events may have been missed. `armed`: the watch has only begun. `reconnected`: there was no connection for a while.
 * `new-session`: nor was there a session. `overflow`: more happened than the consumer's buffer holds.
 */
export type ResyncReason = 'armed' | 'reconnected' | 'new-session' | 'overflow';

/** Events may have been missed: whoever keeps a copy reads it again. What is read from now on is not missed. */
export interface Resync {
  readonly type: 'resync';
  readonly reason: ResyncReason;
}

/** What a watch tells. */
export type WatchEvent = NodeEvent | Resync;

/** A watch event in Apache's terms. Source: `org.apache.zookeeper.WatchedEvent`. */
export interface WatchedEvent {
  /** Besides those that a server sends: what `removeWatches` removed (`DataWatchRemoved`, …). */
  readonly type: EventType;
  /** `SyncConnected`. */
  readonly state: KeeperState;
  /** As the view sees it that watches. */
  readonly path: string;
  readonly zxid: bigint | undefined;
}

/** Takes watch events in the order in which they come, and before any reply that came behind them. */
export type Watcher = (event: WatchedEvent) => void;

/** The events that a server sends, by their numbers. */
export type ServedEventType = 1 | 2 | 3 | 4;

const words: Readonly<Record<ServedEventType, NodeEventType>> = {
  [EventType.NodeCreated]: 'created',
  [EventType.NodeDeleted]: 'deleted',
  [EventType.NodeDataChanged]: 'changed',
  [EventType.NodeChildrenChanged]: 'children',
};

/** Whether a server of today sends such events. */
export function isServedEventType(type: number): type is ServedEventType {
  return type in words;
}

/** The word for an event. */
export function wordOf(type: ServedEventType): NodeEventType {
  return words[type];
}
