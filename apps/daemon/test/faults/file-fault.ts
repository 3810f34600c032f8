/** The variable that holds a {@link FileFault} in JSON. */
export const FAULT_VARIABLE = 'FILE_FAULT';

/** Which calls on files fail in a daemon. */
export interface FileFault {
  readonly call: 'open' | 'write' | 'ftruncate' | 'fdatasync' | 'fsync' | 'rename';
  /** A pattern of the files' paths. */
  readonly path: string;
  /** How many of them succeed before. */
  readonly after: number;
  /** How many of them fail; all from then on, where it isn't said. */
  readonly times?: number;
  readonly code: string;
}

/** What a daemon is to have in its environment so that calls fail. */
export function failing(fault: FileFault): Readonly<Record<string, string>> {
  const preload = new URL('failing-files.ts', import.meta.url);
  return { NODE_OPTIONS: `--import=${preload.href}`, [FAULT_VARIABLE]: JSON.stringify(fault) };
}
