import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPins } from '../src/pins.js';

/** @param {{ manifest: object, settings: string }} files */
function workspaceWith({ manifest, settings }) {
  const folder = mkdtempSync(join(tmpdir(), 'zookit-pins-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'pnpm-workspace.yaml'), settings);
  return folder;
}

test('the versions come from the files where pnpm and turbo look for them', () => {
  const folder = workspaceWith({
    manifest: { packageManager: 'pnpm@12.21.0+sha512.abc' },
    settings: 'packages:\n  - a/*\nnodeVersion: 26.10.0\n',
  });
  expect(readPins(folder)).toEqual({ pnpm: '12.21.0', node: '26.10.0' });
});

test('this workspace pins exact versions', () => {
  expect(readPins()).toEqual({
    pnpm: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    node: expect.stringMatching(/^\d+\.\d+\.\d+$/),
  });
});

test('a missing version names the place where it belongs', () => {
  const folder = workspaceWith({ manifest: { packageManager: 'pnpm@12.21.0' }, settings: 'packages: []\n' });
  expect(() => readPins(folder)).toThrow('no version in pnpm-workspace.yaml: nodeVersion');
});
