import { expect, test } from 'vitest';
import { runTool } from './run-tool.ts';

test('the version is told', async () => {
  const { code, stdout } = await runTool('--version');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^zookit-txnlog \d+\.\d+\.\d+\n$/u);
});
