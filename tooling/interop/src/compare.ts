import type { Transcript } from './transcript.ts';

/** A step whose results differ. `undefined` stands for a step that did not happen. */
export interface Difference {
  readonly step: string;
  readonly apache: string | undefined;
  readonly zookit: string | undefined;
}

/** The steps of two transcripts that do not have the same result, in the order of Apache's. */
export function compare(apache: Transcript, zookit: Transcript): Difference[] {
  const steps = new Set([...apache.keys(), ...zookit.keys()]);
  return [...steps]
    .map((step) => ({ step, apache: apache.get(step), zookit: zookit.get(step) }))
    .filter((difference) => difference.apache !== difference.zookit);
}
