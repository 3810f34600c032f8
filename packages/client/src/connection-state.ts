import type { ZooKeeperError } from '@zookit/protocol';
import type { Endpoint } from './transport/transport.ts';

/** A session as a server granted it. */
export interface SessionInfo {
  readonly id: bigint;
  /** Whoever has it can take the session over. */
  readonly password: Uint8Array;
  /** What the server granted, in ms. */
  readonly timeoutMs: number;
}

/** How a client stands to its ensemble. */
export type ConnectionState =
  /** There is no session yet. */
  | { readonly status: 'connecting'; readonly attempt: number; readonly lastError: Error | undefined }
  | {
      readonly status: 'connected';
      /** Whether the session is an older one, taken to a new connection. */
      readonly isResumed: boolean;
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
   * By `server`: the session is gone, and the client at its end. By `deadline`: nobody answered in time, so that the
   * ephemeral znodes may be gone; the client goes on trying, and is `connected` again if the session turns out alive.
   */
  | { readonly status: 'lost'; readonly by: 'server' | 'deadline'; readonly session: SessionInfo }
  | { readonly status: 'closed'; readonly error: ZooKeeperError | undefined };
