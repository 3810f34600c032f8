import {
  CorruptLogError,
  CorruptSnapshotError,
  DataDirectoryError,
  recover,
  type FileSystem,
  type Recovery,
} from '@zookit/txnlog';
import type { Directories } from '../directories.ts';
import { VerifiedTree } from './verified-tree.ts';

/** What came of a recovery that changed nothing. */
export interface Trial {
  /** Undefined when it was refused. */
  readonly recovery: Recovery<VerifiedTree> | undefined;
  /** Why it was refused. */
  readonly refusal: string | undefined;
  /** One per snapshot that was tried, the newest first. */
  readonly trees: readonly VerifiedTree[];
  /** Why a snapshot was passed over, by its path. */
  readonly passedOver: ReadonlyMap<string, string>;
}

/** Recovers from the files that a view shows, as a server does when it starts. */
export async function tryRecovery(files: FileSystem, { snapshots, logs }: Directories): Promise<Trial> {
  const trees: VerifiedTree[] = [];
  const passedOver = new Map<string, string>();
  const place = { files, snapshotDirectory: snapshots, logDirectory: logs, now: () => performance.now() };
  const outcome = await settle(() =>
    recover(place, {
      createTarget() {
        const tree = new VerifiedTree();
        trees.push(tree);
        return tree;
      },
      onNotice(_message, { file, reason }) {
        if (typeof file === 'string' && typeof reason === 'string') passedOver.set(file, reason);
      },
    }),
  );
  return { ...outcome, trees, passedOver };
}

async function settle(start: () => Promise<Recovery<VerifiedTree>>): Promise<Pick<Trial, 'recovery' | 'refusal'>> {
  try {
    return { recovery: await start(), refusal: undefined };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { recovery: undefined, refusal: error.message };
  }
}

function isRefusal(error: unknown): error is Error {
  return (
    error instanceof CorruptLogError || error instanceof CorruptSnapshotError || error instanceof DataDirectoryError
  );
}
