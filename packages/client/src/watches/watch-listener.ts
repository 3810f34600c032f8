import type { ZooKeeperError } from '@zookit/protocol';
import type { ResyncReason, ServedEventType } from './watch-event.ts';
import type { WatchKind } from './watch-kind.ts';

/** Whom the table of watches tells. No member throws. */
export interface WatchListener {
  /** How many events it keeps for a consumer that has not taken them. */
  readonly lagEvents: number;
  /** Told in the order of the frames; `path` is the server's. */
  onEvent(type: ServedEventType, path: string, zxid: bigint | undefined): void;
  /** The watch was set again, and events in between may have been missed; told for kinds that the server does not replay. */
  onResync(reason: ResyncReason): void;
  /** It was taken out of the table because a caller removed all watches of its kind. */
  onRemoved(path: string, kind: WatchKind): void;
  /** It was taken out of the table because the server refuses to watch on another connection. */
  onRefused(path: string, kind: WatchKind, error: ZooKeeperError): void;
  /** It was taken out of the table because the client has ended. */
  onEnd(error: ZooKeeperError | undefined): void;
}
