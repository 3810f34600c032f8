#!/usr/bin/env node
import { existsSync } from 'node:fs';
import module from 'node:module';
import process from 'node:process';

const main = new URL('../dist/zookit.js', import.meta.url);

if (existsSync(main)) {
  // Node before 22.8 has none.
  module.enableCompileCache?.();
  await import(main.href);
} else {
  console.error('zookit is not built yet: run `npm run build` in the folder of the repository.');
  process.exitCode = 2;
}
