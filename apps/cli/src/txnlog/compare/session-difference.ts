import type { SnapshotTree } from '../snapshot-tree.ts';

/** A session that two snapshots do not have alike: its timeout in either, in ms; undefined where it is not there. */
export interface SessionDifference {
  readonly sessionId: bigint;
  readonly left: number | undefined;
  readonly right: number | undefined;
}

/** The sessions that two trees do not have alike. */
export function* sessionDifferences(
  left: SnapshotTree,
  right: SnapshotTree,
): Generator<SessionDifference, void, undefined> {
  for (const sessionId of new Set([...left.sessions.keys(), ...right.sessions.keys()])) {
    const [one, other] = [left.sessions.get(sessionId), right.sessions.get(sessionId)];
    if (one !== other) yield { sessionId, left: one, right: other };
  }
}
