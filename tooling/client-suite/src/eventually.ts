import { setTimeout as delay } from 'node:timers/promises';
import { PATIENCE_MS } from '@zookit/testkit';

const POLL_MS = 5;

/** Resolves as soon as something holds that it takes a request to know. */
export async function eventually(what: string, condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited ${PATIENCE_MS} ms in vain: ${what}`);
    await delay(POLL_MS);
  }
}
