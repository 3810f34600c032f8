import type { WatcherEvent } from '@zookit/protocol';
import type { ConnectionState } from '../connection-state.ts';

/** What the session tells the watches. */
export interface WatchPort {
  /** A watch event came. Events and replies are told in the order of their frames. `zxid` is -1 when the server told none. */
  handleEvent(event: WatcherEvent, zxid: bigint): void;
  /** The connection is lost, whether or not it had got as far as the state `connected`. */
  connectionLost(): void;
  stateChanged(state: ConnectionState): void;
}
