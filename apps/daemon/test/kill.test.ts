import { expect, test } from 'vitest';
import { KillLoop } from './kill/kill-loop.ts';

test('what was acknowledged survives kill -9 under load, and nothing else appears', async () => {
  const { findings, acknowledgedCount } = await new KillLoop({ kills: 10, seed: 3 }).run();
  expect(findings).toEqual({ lost: [], invented: [], reused: [] });
  expect(acknowledgedCount).toBeGreaterThan(1000);
});
