import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Shell } from '../shell.ts';
import type { CompletionSources } from './complete.ts';

/** How long a server may take to name the ways to go on, in ms. */
const PATIENCE_MS = 2000;

/** What is looked up for a shell: of a server that does not answer, nothing. */
export function completionSources({ commands, connection }: Shell): CompletionSources {
  return { commands, children: childrenOf, files };

  async function childrenOf(path: string): Promise<readonly string[]> {
    if (connection.stateName !== 'CONNECTED' && connection.stateName !== 'CONNECTEDREADONLY') return [];
    try {
      const { names } = await connection.client.children(path, { signal: AbortSignal.timeout(PATIENCE_MS) });
      return names;
    } catch {
      return [];
    }
  }
}

async function files(text: string): Promise<readonly string[]> {
  const directory = text.endsWith('/') ? text : dirname(text);
  const prefix = text.endsWith('/') ? '' : basename(text);
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  return entries
    .filter(({ name }) => name.startsWith(prefix))
    .map((entry) => {
      const path = text.startsWith('./') || text.includes('/') ? join(directory, entry.name) : entry.name;
      return entry.isDirectory() ? `${path}/` : path;
    });
}
