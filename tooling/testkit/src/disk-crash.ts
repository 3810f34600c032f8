/** Something that was done to a disk and not yet forced: part of a write, within one sector; a new length; a name. */
export interface UnsyncedPiece {
  readonly kind: 'write' | 'length' | 'name';
  readonly path: string;
  /** How many bytes it writes; 0 for a length or a name. */
  readonly length: number;
}

/** How much of a piece a crash leaves: so many of its first bytes, or undefined for nothing. Asked in the order of time. */
export type CrashPolicy = (piece: UnsyncedPiece) => number | undefined;

/** Everything that was not forced is lost. */
export const loseUnsynced: CrashPolicy = () => undefined;

/** The process dies, the machine doesn't: nothing is lost. */
export const keepUnsynced: CrashPolicy = (piece) => piece.length;

/** The first `count` bytes that were not forced are kept, and the names and lengths that were set before. */
export function keepFirst(count: number): CrashPolicy {
  let left = count;
  return (piece) => {
    if (left < 0) return undefined;
    const kept = Math.min(piece.length, left);
    left = piece.length > left ? -1 : left - piece.length;
    return kept;
  };
}

/**
 * Each sector is kept or lost for itself, in no order, and now and then half of it; names are lost from one of them on, as
 * file systems with a journal do.
 *
 * @param random - Numbers from 0 up to 1.
 */
export function keepSome(random: () => number): CrashPolicy {
  let areNamesKept = true;
  return (piece) => {
    if (piece.kind === 'name') {
      areNamesKept &&= random() < 0.7;
      return areNamesKept ? 0 : undefined;
    }
    const dice = random();
    if (dice < 0.4) return undefined;
    return dice < 0.5 ? Math.floor(random() * piece.length) : piece.length;
  };
}
