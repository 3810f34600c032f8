import type { Acl } from '@zookit/protocol';
import type { Credentials } from '../auth/credentials.ts';
import type { Chroot } from '../chroot.ts';
import type { Clock } from '../environment.ts';
import type { Requests } from '../session/requests.ts';
import type { Watches } from '../watches/watches.ts';
import type { ZooKeeper } from '../zookeeper.ts';
import type { Downgrades } from './downgrades.ts';

/** What the operations of one view of a session share. */
export interface OperationContext {
  readonly requests: Requests;
  /** Where requests go that nobody waits for: the session, whatever the view. */
  readonly background: Requests;
  /** Of the session. */
  readonly watches: Watches;
  /** Of this view. */
  readonly chroot: Chroot;
  /** The ACL of a znode whose create names none, by its path in this view. */
  readonly defaultAcl: (path: string) => readonly Acl[];
  readonly credentials: Credentials;
  /** What servers of another age lack. */
  readonly downgrades: Downgrades;
  readonly clock: Clock;
  /** How long a call may take that doesn't say, in ms. */
  readonly requestTimeoutMs: number;
  /** The client behind the view. */
  readonly client: ZooKeeper;
}
