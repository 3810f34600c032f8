import { readFileSync } from 'node:fs';

/** The version of this package. Sources and bundle lie at different depths below its package.json. */
export function packageVersion(): string {
  const isSource = import.meta.url.endsWith('.ts');
  const text = readFileSync(new URL(isSource ? '../../package.json' : '../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
