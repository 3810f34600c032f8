import type { ZooKeeperError } from '@zookit/protocol';
import type { Endpoint } from './transport/transport.ts';

/** A session as a server granted it. */
export interface SessionInfo {
  readonly id: bigint;
  /** Whoever has it can take the session over. Not enumerable: it is in no log and in no copy that was not meant to have it. */
  readonly password: Uint8Array;
  /** What the server granted, in ms. */
  readonly timeoutMs: number;
  /** Which session of this client it is, from 1: each one in the place of an expired one adds 1. */
  readonly generation: number;
}

/** How a client stands to its ensemble. */
export type ConnectionState =
  /** There is no session yet; `attempt` is 0 for a lazy client that has not begun to connect. */
  | { readonly status: 'connecting'; readonly attempt: number; readonly lastError: Error | undefined }
  | {
      readonly status: 'connected';
      /** Whether the session is an older one, taken to a new connection. */
      readonly isResumed: boolean;
      /** Whether the server has lost its quorum: it serves reads, from what it knew last. */
      readonly isReadOnly: boolean;
      readonly session: SessionInfo;
      readonly server: Endpoint;
    }
  /** The connection is lost, the session perhaps alive. From `deadline` on, on the client's clock, it may be gone. */
  | {
      readonly status: 'suspended';
      readonly since: number;
      readonly deadline: number;
      readonly session: SessionInfo;
      readonly error: Error;
    }
  /**
   * By `server`: the session is gone; `connected` with another one follows, or `closed`. By `deadline`: nobody answered in
   * time, so that the ephemeral znodes may be gone; the client is `connected` again if the session turns out alive.
   */
  | { readonly status: 'lost'; readonly by: 'server' | 'deadline'; readonly session: SessionInfo }
  /** The client has ended, by an error unless it was closed. Nothing follows. */
  | { readonly status: 'closed'; readonly error: ZooKeeperError | undefined };
