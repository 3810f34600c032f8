import { entryOf } from '../export-file/node-entry.ts';
import type { Difference } from './difference.ts';

/** A difference for JSON: znodes are written as in export files. */
export function differenceValue(difference: Difference): object {
  const { type, path } = difference;
  if (type !== 'different') return { type, path, [type === 'left-only' ? 'left' : 'right']: entryOf(difference.node) };
  return { type, path, differs: difference.parts, left: entryOf(difference.left), right: entryOf(difference.right) };
}
