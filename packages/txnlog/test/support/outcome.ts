import type { SimulatedDisk } from '@zookit/testkit';
import { CorruptLogError, CorruptSnapshotError, DataDirectoryError } from '../../src/index.ts';
import { openAndRecover } from './register-server.ts';
import { registersAt, type SetText } from './registers.ts';

/** What came of a start on a disk: the last transaction, when the state is right; why it was refused; or what is wrong. */
export type Outcome =
  | { readonly kind: 'recovered'; readonly lastZxid: bigint }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'wrong'; readonly message: string };

/** Starts on a disk, and compares what it finds with what was written. */
export async function outcomeOf(disk: SimulatedDisk, history: readonly SetText[]): Promise<Outcome> {
  try {
    const [directory, { target, lastZxid }] = await openAndRecover(disk);
    await directory.close();
    const expected = registersAt(history, lastZxid);
    const isRight =
      target.lastZxid === lastZxid &&
      target.texts.size === expected.texts.size &&
      [...expected.texts].every(([path, text]) => target.texts.get(path) === text);
    return isRight ? { kind: 'recovered', lastZxid } : { kind: 'wrong', message: `another state at ${lastZxid}` };
  } catch (error) {
    return isRefusal(error)
      ? { kind: 'refused', message: error.message }
      : { kind: 'wrong', message: `an error that is no refusal: ${String(error)}` };
  }
}

function isRefusal(error: unknown): error is Error {
  if (error instanceof CorruptLogError || error instanceof CorruptSnapshotError) {
    return error.file.startsWith('/') && error.offset >= 0;
  }
  return error instanceof DataDirectoryError;
}
