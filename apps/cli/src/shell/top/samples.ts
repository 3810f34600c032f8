import { setTimeout as sleep } from 'node:timers/promises';
import type { Endpoint, TlsConfig } from '@zookit/client';
import { type ReportWord, reportServer } from '../four-letter-words/report-server.ts';
import type { TopSample } from './top-view.ts';

/** What is asked how often. */
export interface SampleOptions {
  readonly endpoints: readonly Endpoint[];
  /** How to speak TLS; undefined for plain TCP. */
  readonly tls: TlsConfig | undefined;
  readonly intervalMs: number;
  /** Whether the servers are asked about their clients, too. */
  readonly withClients: boolean;
  /** How long a server may take to answer, in ms. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Two samples that follow one another. */
export interface SamplePair {
  /** Undefined for the first sample. */
  readonly before: TopSample | undefined;
  readonly now: TopSample;
}

/** Asks every server at once, again after each interval, for ever. Rejects when the signal is aborted. */
export async function* samplePairs(options: SampleOptions): AsyncGenerator<SamplePair, void, undefined> {
  let before: TopSample | undefined;
  while (true) {
    const now = await takeSample(options);
    yield { before, now };
    before = now;
    await sleep(options.intervalMs, undefined, { signal: options.signal });
  }
}

async function takeSample(options: SampleOptions): Promise<TopSample> {
  const words: ReportWord[] = options.withClients ? ['srvr', 'mntr', 'cons'] : ['srvr', 'mntr'];
  const takenAt = performance.now();
  return { takenAt, servers: await Promise.all(options.endpoints.map((one) => reportServer(one, words, options))) };
}
