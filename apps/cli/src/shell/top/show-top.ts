import type { Output } from '../output/output.ts';
import type { Terminal } from '../output/terminal.ts';
import { type SampleOptions, type SamplePair, samplePairs } from './samples.ts';
import { Screen } from './screen.ts';
import { topLines } from './top-text.ts';
import { type ClientOrder, topView } from './top-view.ts';

const CONTROL_C = '\u0003';

/** The key that sorts by what. */
const orders: Readonly<Partial<Record<string, ClientOrder>>> = {
  r: 'requests',
  l: 'latency',
  w: 'queued',
  a: 'address',
};

/** Shows the servers and their clients on the whole terminal until the user has seen enough. */
export async function showTop(
  options: SampleOptions,
  firstOrder: ClientOrder,
  { output, terminal }: { readonly output: Output; readonly terminal: Terminal },
): Promise<void> {
  const ended = new AbortController();
  const signal = AbortSignal.any([options.signal, ended.signal]);
  let order = firstOrder;
  let pair: SamplePair | undefined;
  await using screen = await Screen.enter(output);
  const draw = async (): Promise<void> => {
    if (pair !== undefined) await screen.show(frame(pair, order, options, terminal), terminal);
  };
  using _keys = terminal.readKeys((key) => {
    if (key === 'q' || key === CONTROL_C) ended.abort();
    const wanted = orders[key];
    if (signal.aborted || wanted === undefined) return;
    order = wanted;
    void draw();
  });
  try {
    for await (pair of samplePairs({ ...options, signal })) await draw();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function frame(
  { before, now }: SamplePair,
  order: ClientOrder,
  { intervalMs }: SampleOptions,
  { rows }: Terminal,
): string[] {
  const title = `zookit top, every ${intervalMs / 1000} s. q: quit; sort by r: requests, l: latency, w: waiting, a: address (${order})`;
  return [title, '', ...topLines(topView(before, now, order), rows - 2)];
}
