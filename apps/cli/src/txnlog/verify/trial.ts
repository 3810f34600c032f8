import {
  CorruptLogError,
  CorruptSnapshotError,
  DataDirectoryError,
  recover,
  type FileSystem,
  type Recovery,
} from '@zookit/txnlog';
import type { Directories } from '../directories.ts';
import { failureText } from '../failure-text.ts';
import { isGone, isSystemFailure } from './system-failure.ts';
import { VerifiedTree } from './verified-tree.ts';

/** What came of a recovery that changed nothing. */
export interface Trial {
  /** Undefined when it was refused. */
  readonly recovery: Recovery<VerifiedTree> | undefined;
  /** Why it was refused. */
  readonly refusal: string | undefined;
  /** What the newest snapshot came to; undefined when it was passed over. */
  readonly newest: VerifiedTree | undefined;
  /** Why a snapshot was passed over, by its path. */
  readonly passedOver: ReadonlyMap<string, string>;
}

/** Recovers from the files that a view shows, as a server does when it starts. */
export async function tryRecovery(files: FileSystem, { snapshots, logs }: Directories): Promise<Trial> {
  let newest: VerifiedTree | undefined;
  let triedCount = 0;
  const passedOver = new Map<string, string>();
  const place = { files, snapshotDirectory: snapshots, logDirectory: logs, now: () => performance.now() };
  const outcome = await settle(() =>
    recover(place, {
      createTarget() {
        const tree = new VerifiedTree();
        // There is room for one: what was read of a damaged snapshot goes.
        newest = triedCount++ === 0 ? tree : undefined;
        return tree;
      },
      onNotice(_message, { file, reason }) {
        if (typeof file === 'string' && typeof reason === 'string') passedOver.set(file, reason);
      },
    }),
  );
  newest?.finish();
  outcome.recovery?.target.finish();
  return { ...outcome, newest, passedOver };
}

async function settle(start: () => Promise<Recovery<VerifiedTree>>): Promise<Pick<Trial, 'recovery' | 'refusal'>> {
  try {
    return { recovery: await start(), refusal: undefined };
  } catch (error) {
    if (!isRefusal(error) || (await isGone(error))) throw error;
    return { recovery: undefined, refusal: failureText(error) };
  }
}

function isRefusal(error: unknown): error is Error {
  if (isSystemFailure(error)) return true;
  return (
    error instanceof CorruptLogError || error instanceof CorruptSnapshotError || error instanceof DataDirectoryError
  );
}
