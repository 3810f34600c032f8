import { readFileSync } from 'node:fs';
import type { BuildInfo } from '@zookit/server';

/** When the bundle was made; the bundler puts it in. Undeclared when the program runs from its sources. */
declare const ZOOKIT_BUILT_AT: string;

/** What was built, and when. Sources are as new as the moment they run. */
export function buildInfo(): BuildInfo {
  return {
    version: packageVersion(),
    builtAt: typeof ZOOKIT_BUILT_AT === 'string' ? new Date(ZOOKIT_BUILT_AT) : new Date(),
  };
}

function packageVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
