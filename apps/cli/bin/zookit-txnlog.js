#!/usr/bin/env node
import { existsSync } from 'node:fs';
import process from 'node:process';

const main = new URL('../dist/txnlog.js', import.meta.url);

if (existsSync(main)) {
  await import(main.href);
} else {
  console.error('zookit-txnlog is not built yet: run `npm run build` in the folder of the repository.');
  process.exitCode = 2;
}
