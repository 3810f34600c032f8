import type { Output } from '../output/output.ts';
import { type SampleOptions, samplePairs } from './samples.ts';
import { topLines } from './top-text.ts';
import { type ClientOrder, topView } from './top-view.ts';

/**
 * Prints what happened in each of `count` intervals: as tables one below the other, or as a line of JSON. Resolves after the
 * last, or when the signal is aborted.
 */
export async function printTop(
  options: SampleOptions,
  count: number,
  order: ClientOrder,
  output: Output,
): Promise<void> {
  let shown = 0;
  try {
    for await (const { before, now } of samplePairs(options)) {
      // Without a sample before there are no rates.
      if (before === undefined) continue;
      const view = topView(before, now, order);
      await output.result(`${topLines(view, Infinity).join('\n')}\n`, { time: new Date().toISOString(), ...view });
      if (++shown === count) return;
    }
  } catch (error) {
    if (!options.signal.aborted) throw error;
  }
}
